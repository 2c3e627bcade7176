//! The table of sentences: one name for each, so that no language can lack one.

use super::{Forms, making::table};

table! {
    // The frame around every screen.
    skip, loading, retry, part_missing, part_missing_text, close, navigation, dashboard, chats,
    badge_waiting: Forms, badge_mine: Forms, presence, present, away, present_hint, away_hint, held: Forms,

    // The own menu.
    own_menu, language, language_failed, appearance, like_system, light, dark, sign_out, unsent_title,
    unsent: Forms, stay, sign_out_failed,

    // Signing in.
    sign_in_title, email, password, sign_in, signing_in, email_needed, password_needed, wrong_sign_in,
    too_many_tries, try_now, unreachable, unreachable_title, unreachable_text, signed_out,

    // First start.
    setup_title, setup_text, token, token_needed, name, name_hint, name_needed, password_hint,
    password_short, create_account, creating_account, setup_refused, setup_invalid, to_sign_in,

    // The connection.
    reconnecting, reconnecting_loose, catching_up, outdated, reload, loose,

    // The dashboard.
    channel, all_channels, closed_until, figures, waiting_now, longest_wait, available, active_now, started_today,
    answered_today, abandoned_today, median_wait, median_duration, incoming, incoming_none,
    incoming_none_text, ongoing, ongoing_none, ongoing_none_text, waiting, visitor, question, agent,
    duration, last_message, action, answer, answer_whom, open, open_whom, listen, listen_whom, taken_by,
    taken_gone,

    // The list of chats.
    in_queue, next, mine, mine_none, mine_none_text, recent, recent_none_text, you, you_wrote,
    visitor_wrote_last, agent_wrote_last, unread: Forms, has_draft, has_failed,

    // One chat.
    none_chosen, none_chosen_text, not_here, not_here_text, back, end_chat, end_title, end_text,
    keep_chatting, is_waiting, is_with_you, is_with, is_ended, messages, loading_earlier, earlier_failed,
    to_latest, new_below: Forms, new_divider, today, yesterday, line_started, line_taken, line_taken_you,
    line_queued, line_ended_visitor, line_left_queue, line_left_request, line_ended_agent, line_ended_system, line_reopened,
    line_reopened_visitor, line_offered, line_transfer, line_invitation, line_accepted, line_declined,
    line_withdrawn, line_lapsed, line_void, line_joined, line_listens, line_left, newer_version,
    private_mark, private_from, message_from, sending, held_back, sent, seen, not_sent, edit, discard,
    is_typing, is_typing_private,

    // Writing.
    write, write_here, write_private, write_private_here, send, send_private, write_hint, too_long: Forms,
    room_left: Forms, ended_note, over_note, listening, waits_note,

    // Working together.
    offer_title, transfer_for_you, invitation_for_you, question_newer, accept, decline, accept_transfer,
    reject_transfer, accept_invitation, reject_invitation, read_it, seconds_left: Forms, tasks, transfer,
    transfer_title, transfer_to, do_transfer, invite, invite_title, invite_whom, do_invite, anybody,
    nobody_present, load: Forms, busy, note_label, cancel, cancel_transfer, cancel_invitation,
    transfer_waits, invitation_waits, mark_transfer, mark_invitation, mark_listening, mark_joined,
    close_window, note_here, take_over, leave_chat, leave_title, leave_to, leave_invited, leave_queue,
    stay_here, also_here, is_joined, duty, away_because, my_channels, my_channels_text, no_answer,
    no_answer_text, i_am_back, colleagues, colleague_offline, disconnected, not_asked, asked_before,
    key_offer,

    // The contact panel.
    contact, toggle_contact, state, online, offline, started, not_given, unverified, verified, reveal,
    country, consented, visit, visit_now, visit_before, visit_from, visit_browser, visit_clock,

    // The sheet of shortcuts.
    shortcuts, shortcuts_text, single_keys, key_dashboard, key_chats, key_next, key_down, key_up,
    key_compose, key_private, key_contact, key_latest, key_end, key_presence, key_sheet, key_send, key_line,
    key_leave, key_row, key_enter,

    // Ready answers.
    ready_insert, ready_title, ready_search, ready_source, ready_all, ready_faq, ready_template,
    ready_templates, ready_quick, ready_quick_all, ready_recent, ready_favourites, ready_favourite,
    ready_folder, ready_all_folders, ready_none, ready_empty, quick_edit, quick_text, quick_add, quick_title,
    quick_content, quick_remove, quick_keep, quick_save, quick_incomplete, quick_too_long, key_insert,
    ready_unsaved: Forms, also_looking, changed_title, changed_by, changed_own, changed_keep, changed_send,
    options, options_title, options_text, option_number, option_add, option_remove, option_up, option_down,
    options_multiple, options_required, link_address, link_title, link_wrong, options_done, options_clear, options_few, options_long, options_need_text, chose,
    chose_none, topics, topics_set, topics_none, topic_remove, any_topic, line_tagged, line_untagged,
    ended_now, undo, block, unblock, block_refused, line_blocked, line_unblocked, reopen_chat, reopen_refused, close_chat, visitor_left, agent_finished, line_departed,
    line_closed, emoji, emoji_search, emoji_recent, emoji_none, emoji_failed,

    // Refusals, one for each code.
    refused_bad_request, refused_unknown_command, refused_too_long, refused_empty, refused_invalid,
    refused_incomplete, refused_no_domain,
    refused_not_found, refused_not_allowed, refused_conflict, refused_ended, refused_changed,
    refused_queue_empty, refused_closed, refused_queue_full, refused_too_many, refused_too_large, refused_wrong_type, refused_no_file,
    refused_id_conflict, refused_rate_limited, refused_unavailable, refused_unsupported_version,
    refused_sign_in_required, refused_unknown_channel, refused_too_many_sockets, refused_identity,
    refused_nobody, refused_unknown, unanswered,

    // The archive.
    archive, archive_words, search, archive_open, archive_open_text, any_agent, any_status, any_time,
    last_day, last_week, last_month, last_year, period, status, status_queued, status_active, status_ended, status_left_queue, status_request,
    found_none, found_none_text, search_failed, search_failed_text, more, found: Forms, key_archive,

    // Alerts and warnings.
    alerts, alerts_text, alert_queue, alert_message, alert_asked, alert_warned, alert_notification,
    alert_title, alert_icon, alert_try, alert_try_what, alert_denied, alert_sample, alert_waits, warned,
    warned_waiting, warned_mine, warned_other, key_warned, warned_more: Forms,

    // Sharing out the work, and the day in figures.
    by_hour, came, answered, hour, start_away, ready, profiles, my_channels_all, day_over, day_over_text,

    // The palette.
    palette, palette_search, command, a_chat, compact,

    // The customer.
    customer, could_be, could_be_none, contact_search, contact_none, contact_gone, register_silent,
    nothing_known, contact_new, contact_change, contact_unlink, contact_title, contact_note, company, phone,
    address, website, customer_number, requests, sales, follow_ups, projects, activities, earlier_chats,
    of_company, record, record_link, record_link_short, record_linked, record_number, record_amount,
    record_date, record_log, record_chat, request_create, request_title, request_text, request_category,
    request_priority, priority_low, priority_normal, priority_high, priority_urgent, request_log,
    request_private, request_number, line_linked, line_unlinked, line_requested,

    // Files.
    attach, files_attached, files_drop, files_wait, files_most: Forms, file_ready, file_cut, file_empty,
    file_too_large, file_not_safe, file_remove, file_cancel, file_open, file_save, documents,
    document_search, document_none, document_attach,

    // What visitors think.
    average_rating, rating, any_rating, rated, line_ended_idle, line_nudged, line_mailed, liked, disliked,

    // Chats that are not kept.
    mark_unkept, unkept_soon, unkept_gone,
}
