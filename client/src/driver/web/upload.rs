//! Sending the bytes of a file, and telling how far that has come.

use std::{cell::RefCell, rc::Rc};

use shared::file::Slot;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

/// What there is to tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// So many bytes are sent.
    Sent(u64),
    /// It is over, with this status and answer; 0: there was none.
    Over(u16, String),
}

/// Bytes on their way. When this is dropped, they are given up.
pub struct Upload {
    request: XmlHttpRequest,
    _progress: Closure<dyn FnMut(ProgressEvent)>,
    _end: Closure<dyn FnMut()>,
}

impl Upload {
    /// Sends them; nothing when the browser does not begin.
    pub fn start(bytes: &Blob, slot: &Slot, on_step: impl FnMut(Step) + 'static) -> Option<Self> {
        let request = XmlHttpRequest::new().ok()?;
        request.open("PUT", &slot.address).ok()?;
        let key = ["Bearer ", &slot.key].concat();
        request.set_request_header("authorization", &key).ok()?;
        let on_step = Rc::new(RefCell::new(on_step));
        let tell = on_step.clone();
        let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            (tell.borrow_mut())(Step::Sent(event.loaded() as u64));
        });
        let (ended, tell) = (request.clone(), on_step);
        let end = Closure::<dyn FnMut()>::new(move || {
            let answer = ended.response_text().ok().flatten().unwrap_or_default();
            let status = ended.status().unwrap_or_default();
            (tell.borrow_mut())(Step::Over(status, answer));
        });
        let upload = request.upload().ok()?;
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        request.set_onloadend(Some(end.as_ref().unchecked_ref()));
        request.send_with_opt_blob(Some(bytes)).ok()?;
        Some(Self {
            request,
            _progress: progress,
            _end: end,
        })
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.request.set_onloadend(None);
        if let Ok(upload) = self.request.upload() {
            upload.set_onprogress(None);
        }
        // What is over cannot be given up, and need not.
        let _ = self.request.abort();
    }
}
