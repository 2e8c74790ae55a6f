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
# A supervisor keeps the hours of his own departments as well.
FOR_KEEPERS = {
    "desk/settings/departments/": {"GET": 200},
    "desk/settings/departments/<int:pk>/": {"GET": 200, "POST": 422},
}
SETTINGS = FOR_ADMINS | FOR_KEEPERS
