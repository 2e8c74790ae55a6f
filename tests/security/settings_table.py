"""Who gets what under /desk/settings/: read by test_every_route and tried by test_settings_routes."""

# What each verb answers to an admin; to everybody else of ours the page is not there.
FOR_ADMINS = {
    "desk/settings/departments/new/": {"GET": 200, "POST": 422},
    "desk/settings/departments/<int:pk>/activation/": {"GET": 200, "POST": 302},
    "desk/settings/holidays/": {"GET": 200, "POST": 302},
    "desk/settings/people/": {"GET": 200},
    "desk/settings/people/new/": {"GET": 200, "POST": 422},
    "desk/settings/people/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/people/<int:pk>/invitation/": {"POST": (200, 302)},
    "desk/settings/people/<int:pk>/second-factor/": {"POST": 302},
    "desk/settings/people/<int:pk>/sign-out/": {"POST": 302},
    "desk/settings/people/<int:pk>/activation/": {"GET": 200, "POST": 302},
    "desk/settings/tags/": {"GET": 200},
    "desk/settings/tags/new/": {"GET": 200, "POST": 422},
    "desk/settings/tags/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/tags/<int:pk>/activation/": {"GET": 200, "POST": 302},
    "desk/settings/fields/": {"GET": 200},
    "desk/settings/fields/new/": {"GET": 200, "POST": 422},
    "desk/settings/fields/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/fields/<int:pk>/activation/": {"GET": 200, "POST": 302},
    "desk/settings/rules/": {"GET": 200},
    "desk/settings/rules/new/": {"GET": 200, "POST": 422},
    "desk/settings/rules/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/rules/<int:pk>/activation/": {"GET": 200, "POST": 302},
    "desk/settings/questions/": {"GET": 200},
    "desk/settings/questions/new/": {"GET": 200, "POST": 422},
    "desk/settings/questions/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/questions/<int:pk>/activation/": {"GET": 200, "POST": 302},
    "desk/settings/moods/": {"GET": 200, "POST": 422},
    "desk/settings/moods/trial/": {"POST": 422},
    "desk/settings/moods/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/moods/<int:pk>/activation/": {"POST": 302},
    "desk/settings/notifications/": {"GET": 200},
    "desk/settings/notifications/new/": {"GET": 200, "POST": 422},
    "desk/settings/notifications/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/notifications/<int:pk>/activation/": {"GET": 200, "POST": 302},
    "desk/settings/notifications/<int:pk>/templates/<slug:channel>/<slug:language>/": {"GET": 200, "POST": 422},
    "desk/settings/notifications/<int:pk>/templates/<slug:channel>/<slug:language>/preview/": {"POST": 200},
    "desk/settings/notifications/<int:pk>/templates/<slug:channel>/<slug:language>/removal/": {"POST": 302},
    "desk/settings/sites/": {"GET": 200},
    "desk/settings/sites/new/": {"GET": 200, "POST": 422},
    "desk/settings/sites/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/sites/<int:pk>/preview/": {"GET": 200, "POST": 200},
    "desk/settings/sites/<int:pk>/connector/": {"POST": 422},
    "desk/settings/sites/<int:pk>/secret/": {"GET": 200, "POST": 200},
    "desk/welcome/": {"GET": 302},
    "desk/welcome/<slug:step>/": {"GET": 200, "POST": (204, 302, 405, 422)},
    "desk/welcome/later/": {"POST": 302},
    "desk/welcome/panel/": {"GET": 200},
}
# A supervisor keeps the hours and the routing of his own departments as well.
FOR_KEEPERS = {
    "desk/settings/departments/": {"GET": 200},
    "desk/settings/departments/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/chats/": {"GET": 200},
    "desk/settings/chats/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/chats/<int:pk>/preview/": {"POST": 200},
    "desk/settings/routing/": {"GET": 200},
    "desk/settings/routing/<int:pk>/": {"GET": 200, "POST": 422},
    "desk/settings/routing/<int:pk>/seats/": {"POST": 302},
}
# What went badly is a supervisor's to look into, each in his own departments.
FOR_REVIEWERS = {
    "desk/reviews/": {"GET": 200},
    "desk/reviews/<int:pk>/": {"POST": 422},
}
# What was told to whom, of the whole house.
FOR_READERS = {
    "notifications/": {"GET": 200},
    "notifications/export/": {"GET": 200},
    "notifications/delivery/": {"GET": 200},
    "notifications/alarms/": {"GET": 200},
    "notifications/<uuid:public_id>/": {"GET": 200},
    "notifications/<uuid:public_id>/now/": {"GET": 200},
}
SETTINGS = FOR_ADMINS | FOR_KEEPERS | FOR_REVIEWERS | FOR_READERS
