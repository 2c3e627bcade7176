//! Web sites of a story's own, beside the shop.

use super::{Stage, Visitor};
use crate::{browser::Look, host::Host, http::Request, patience::within};

impl Stage {
    /// A site that no channel lists: paths, policies, which may be empty, and markup.
    pub async fn foreign_host<const N: usize>(
        &mut self,
        pages: [(&'static str, String, String); N],
    ) -> Host {
        let host = Host::serve(pages).await;
        self.hosts.push(host.origin());
        host
    }

    /// A site that the channel of support lists.
    pub async fn host<const N: usize>(
        &mut self,
        pages: [(&'static str, String, String); N],
    ) -> Host {
        let host = self.foreign_host(pages).await;
        self.list(&host).await;
        host
    }

    /// Has the channel of support list a site, and waits until the server knows.
    pub async fn list(&self, host: &Host) {
        let sites = [self.demo.shop(), &host.origin()].join(",");
        let change = format!("channel change support --sites {sites}");
        self.demo.administer(&change).await;
        self.stands(&host.origin(), r#""listed":true"#).await;
    }

    /// Waits until the channel of support is open.
    pub async fn opens(&self) {
        self.stands(self.demo.shop(), r#""open":true"#).await;
    }

    /// Waits until the server tells pages of an origin this of the channel of support.
    async fn stands(&self, origin: &str, what: &str) {
        let server = self.demo.address();
        let known = async {
            loop {
                let asked = Request::new("GET", "/v1/standing/support", server);
                let answer = asked.header("origin", origin).send(server).await;
                if String::from_utf8_lossy(&answer.body).contains(what) {
                    return;
                }
            }
        };
        within(what, known).await;
    }

    /// A visitor with a browser of their own, on a page of such a site.
    pub async fn guest(&mut self, name: &str, host: &Host, page: &str) -> Visitor {
        self.guest_with(name, Look::default(), host, page).await
    }

    /// The same with a certain browser.
    pub async fn guest_with(&mut self, name: &str, look: Look, host: &Host, page: &str) -> Visitor {
        let seat = self.seat(name, look).await;
        let visitor = Visitor::new(seat, &host.origin());
        visitor.go(page).await;
        visitor
    }
}
