//! Two short tones, made on the spot.

use std::cell::RefCell;

use leptos::prelude::window_event_listener_untyped;
use web_sys::{AudioContext, AudioContextState, OscillatorType};

thread_local! {
    // Browsers let a page sound only after a gesture, and only a few of these may exist.
    static SPEAKER: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Prepares sound at the first gesture on the page.
pub(crate) fn prepare() {
    for event in ["pointerdown", "keydown"] {
        window_event_listener_untyped(event, |_| wake());
    }
}

fn wake() {
    SPEAKER.with_borrow_mut(|speaker| {
        if speaker.is_none() {
            *speaker = AudioContext::new().ok();
        }
        if let Some(it) = speaker
            .as_ref()
            .filter(|it| it.state() == AudioContextState::Suspended)
        {
            let _ = it.resume();
        }
    });
}

/// Sounds tones of these pitches, in hertz, one after the other. Nothing before the first gesture.
pub(crate) fn play(pitches: &[f32]) {
    SPEAKER.with_borrow(|speaker| {
        let Some(speaker) = speaker.as_ref() else {
            return;
        };
        if speaker.state() != AudioContextState::Running {
            return;
        }
        let mut at = speaker.current_time();
        for pitch in pitches {
            // A tone that cannot be made is not heard; nothing else depends on it.
            let _ = tone(speaker, *pitch, at);
            at += 0.14;
        }
    });
}

fn tone(speaker: &AudioContext, pitch: f32, at: f64) -> Result<(), wasm_bindgen::JsValue> {
    let oscillator = speaker.create_oscillator()?;
    oscillator.set_type(OscillatorType::Sine);
    oscillator.frequency().set_value(pitch);
    let gain = speaker.create_gain()?;
    gain.gain().set_value_at_time(0.0001, at)?;
    gain.gain()
        .exponential_ramp_to_value_at_time(0.18, at + 0.02)?;
    gain.gain()
        .exponential_ramp_to_value_at_time(0.0001, at + 0.3)?;
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&speaker.destination())?;
    oscillator.start_with_when(at)?;
    oscillator.stop_with_when(at + 0.32)
}
