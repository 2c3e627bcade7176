//! Both apps, end to end, in a real browser.

mod access;
mod alerts;
mod arabic;
mod archive;
mod attention;
mod customer;
mod desk;
mod doctor;
mod drafts;
mod element;
mod emoji;
mod engines;
mod files;
mod forms;
mod gallery;
mod harness;
mod hostile;
mod identity;
mod keyboard;
mod loader;
mod long;
mod looks;
mod office;
mod offline;
mod options;
mod parts;
mod payloads;
mod replies;
mod rules;
mod story;
mod studio;
mod together;
mod topics;
mod widget;

use tests::stage;
