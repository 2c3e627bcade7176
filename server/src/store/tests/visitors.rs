//! What is known of visitors.

use shared::{id::Id, variable::Told};

use super::*;
use crate::{identity::Identity, record::Known};

#[test]
fn what_is_known_of_a_visitor_is_kept_and_replaced() {
    each(|home| {
        let mut store = home.open();
        assert_eq!(store.known(&Id::new("kari")).unwrap(), Known::default());
        let mut known = Known {
            identity: Some(Identity {
                subject: "c-1".to_owned(),
                name: Some("Kari".to_owned()),
                email: None,
                variables: vec![Told {
                    name: "PIN".to_owned(),
                    value: "4711".to_owned(),
                    secret: true,
                }],
            }),
            is_forgotten: false,
            is_blocked: true,
        };
        for is_forgotten in [false, true] {
            known.is_forgotten = is_forgotten;
            let write = Write::Visitor {
                id: Id::new("kari"),
                known: Box::new(known.clone()),
            };
            put(&mut *store, &[write]);
            assert_eq!(store.known(&Id::new("kari")).unwrap(), known);
        }
        let mut again = home.open();
        assert_eq!(again.known(&Id::new("kari")).unwrap(), known);
        assert_eq!(again.known(&Id::new("ola")).unwrap(), Known::default());
    });
}
