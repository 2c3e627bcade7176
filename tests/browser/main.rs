//! Both apps, end to end, in a real browser.
