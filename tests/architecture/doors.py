"""Every page of the product and who may pass it: a new page needs a line here.

A line says what kind of door it is, which rights open it and what it is about. `about` names a
thing of `tests.architecture.world`. `test_rights` knocks at every door as every person of that
world and compares.
"""

from enum import Enum
from typing import NamedTuple

from chuangcheng.accounts.roles import Right


class Kind(Enum):
    PUBLIC = "whoever comes"
    SIGNED_IN = "whoever is signed in"
    OWN = "only the person whose thing it is; to others it does not exist"
    RIGHT = "who has one of the rights"
    OBJECT = "who has one of the rights; to other units the thing does not exist"
    SECRET = "who knows the address; a wrong one leads nowhere"
    API = "programs with a token of a person who may; tokens of others learn nothing"


# To whom a task of the garden centre does not exist, although they may see tasks.
STRANGERS = frozenset({"below", "stranger", "strange head", "grid worker"})


class Door(NamedTuple):
    """One page, and what is particular about it.

    `only` are the people of the world who may pass among those with the right; to `hidden_from`
    the thing does not exist. `instead` is the status with which the page answers all it lets in.
    """

    name: str
    kind: Kind
    rights: tuple[Right, ...] = ()
    about: str = ""
    methods: str = "GET"
    only: frozenset[str] = frozenset()
    hidden_from: frozenset[str] = STRANGERS
    instead: str = ""


def _open(name: str, methods: str = "GET", about: str = "", instead: str = "") -> Door:
    return Door(name, Kind.PUBLIC, (), about, methods, instead=instead)


def _signed_in(name: str, methods: str = "GET", about: str = "") -> Door:
    return Door(name, Kind.SIGNED_IN, (), about, methods)


def _own(name: str, methods: str, about: str) -> Door:
    return Door(name, Kind.OWN, (), about, methods)


def _right(right: Right, name: str, methods: str = "GET", about: str = "") -> Door:
    return Door(name, Kind.RIGHT, (right,), about, methods)


BOTH = "GET POST"
SEEING = (Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS)
OFFICE = frozenset({"office"})
# Whoever acts for a unit that has a part in the task, and for the units above it.
HELPERS = frozenset({"helper", "helping head"})
ACTING = frozenset({"head", "liaison", "above"}) | HELPERS
SIGNING = frozenset({"head"})

WATCHED = [
    _open("healthz"),
    # No worker runs while the suite does.
    _open("readyz", instead="503"),
    # To callers from elsewhere there is no such page: `tests/web/test_metrics.py`.
    _open("metrics"),
]

SIGN_IN = [
    _open("account_login", BOTH),
    _open("account_logout", BOTH),
    _open("account_inactive"),
    _signed_in("account_reauthenticate", BOTH),
    _signed_in("account_change_password", BOTH),
    _signed_in("mfa_index"),
    # Reached between password and second factor; others are led to sign-in.
    _open("mfa_authenticate", BOTH),
    _signed_in("mfa_reauthenticate", BOTH),
    _signed_in("mfa_activate_totp", BOTH),
    _own("mfa_deactivate_totp", BOTH, "totp"),
    _own("mfa_view_recovery_codes", "GET", "recovery codes"),
    _signed_in("mfa_generate_recovery_codes", BOTH),
    _own("mfa_download_recovery_codes", "GET", "recovery codes"),
    _signed_in("mfa_list_webauthn"),
    _signed_in("mfa_add_webauthn", BOTH),
    _signed_in("mfa_reauthenticate_webauthn", BOTH),
    _own("mfa_remove_webauthn", BOTH, "passkey"),
    _own("mfa_edit_webauthn", BOTH, "passkey"),
    _open("mfa_login_webauthn"),
    _open("socialaccount_login_cancelled"),
    _open("socialaccount_login_error", instead="401"),
    # There is no such provider unless the operator names one.
    _open("openid_connect_login", BOTH, "provider", instead="404"),
    _open("openid_connect_callback", BOTH, "provider", instead="404"),
]

ONESELF = [
    _signed_in("home"),
    _signed_in("search"),
    _signed_in("profile"),
    _signed_in("keep_alive"),
    _signed_in("notifications"),
    _signed_in("notifications_bell"),
    _signed_in("notifications_read", "POST"),
    _own("notification", "GET", "notification"),
    _signed_in("tokens", BOTH),
    _own("token_revoke", "POST", "token"),
]

SYSTEM = [
    _right(Right.MANAGE_ACCOUNTS, *rest)
    for rest in (
        ("people",),
        ("person_new", BOTH),
        ("people_export",),
        ("people_import", BOTH),
        ("people_template",),
        ("person", BOTH, "person"),
        ("person_disable", "POST", "person"),
        ("person_enable", "POST", "person"),
    )
]

SECURITY = [
    _right(Right.GRANT_DUTIES, *rest)
    for rest in (
        ("security_people",),
        ("security_locks",),
        ("security_unlock", "POST"),
        ("security_person", "GET", "person"),
        ("security_reset_password", "POST", "person"),
        ("security_clear_factors", "POST", "person"),
        ("security_grant", "POST", "person"),
        ("security_revoke", "POST", "person"),
    )
]

AUDIT = [
    _right(Right.READ_AUDIT, "audit_log"),
    _right(Right.READ_AUDIT, "audit_export"),
]

CITY = [
    *(
        _right(Right.SEE_CITY, *rest)
        for rest in (
            ("city:units",),
            ("city:unit_options",),
            ("city:unit", "GET", "unit"),
            ("city:regions",),
            ("city:region_options",),
            ("city:post_options",),
            ("city:region", "GET", "region"),
            ("city:posts",),
            ("city:post", "GET", "post"),
            ("city:forces",),
            ("city:force", "GET", "force"),
        )
    ),
    *(
        _right(Right.MANAGE_CITY, *rest)
        for rest in (
            ("city:unit_add", BOTH),
            ("city:unit_edit", BOTH, "unit"),
            ("city:unit_switch", "POST", "unit"),
            ("city:alias_add", "POST", "unit"),
            ("city:unit_post_add", BOTH, "unit"),
            ("city:alias_remove", "POST", "alias"),
            ("city:region_add", BOTH),
            ("city:region_rename", BOTH, "region"),
            ("city:region_move", BOTH, "region"),
            ("city:region_switch", "POST", "region"),
            ("city:region_post_add", BOTH, "region"),
            ("city:post_edit", BOTH, "post"),
            ("city:post_remove", "POST", "post"),
            ("city:force_add", BOTH),
            ("city:force_edit", BOTH, "force"),
            ("city:force_switch", "POST", "force"),
            ("city:member_add", "POST", "force"),
            ("city:member_remove", "POST", "member"),
            ("city:settings", BOTH),
            ("city:days_add", "POST"),
            ("city:day_remove", "POST", "day"),
        )
    ),
    _right(Right.MANAGE_SEATS, "city:seat_assign", "POST", "post"),
    _right(Right.MANAGE_SEATS, "city:seat_end", BOTH, "seat"),
    _right(Right.MANAGE_SEATS, "city:seat_withdraw", "POST", "seat"),
    *(
        Door(name, Kind.RIGHT, (Right.MANAGE_CITY, Right.MANAGE_SEATS), "", methods)
        for name, methods in (
            ("city:person_options", "GET"),
            ("city:workbook", "GET"),
            ("city:workbook_export", "GET"),
            ("city:workbook_template", "GET"),
            ("city:workbook_upload", "POST"),
            ("city:workbook_confirm", "POST"),
            ("city:workbook_discard", "POST"),
        )
    ),
]

DIRECTIVES = [
    *(
        _right(Right.REVIEW_DIRECTIVES, *rest)
        for rest in (
            ("ledger:directives",),
            ("ledger:directive_upload", "POST"),
            ("ledger:directive_paste", "POST"),
            ("ledger:directive", "GET", "directive"),
            ("ledger:directive_file", "GET", "directive"),
            ("ledger:directive_progress", "GET", "directive"),
            ("ledger:directive_again", "POST", "directive"),
            ("ledger:directive_withdraw", "POST", "directive"),
            ("ledger:directive_units", "GET", "directive"),
            ("ledger:directive_settle", "POST", "directive"),
            ("ledger:directive_confirm", "POST", "directive"),
            ("ledger:drafts", "POST", "directive"),
            ("ledger:draft_add", "POST", "directive"),
            ("ledger:draft", "GET", "draft"),
            ("ledger:draft_edit", BOTH, "draft"),
            ("ledger:draft_split", BOTH, "draft"),
            ("ledger:draft_confirm", "POST", "draft"),
            ("ledger:draft_drop", "POST", "draft"),
            ("ledger:draft_restore", "POST", "draft"),
        )
    ),
    _right(Right.DISPATCH, "ledger:directive_publish", BOTH, "directive"),
]

TASKS = [
    Door("ledger:tasks", Kind.RIGHT, SEEING),
    Door("ledger:tallies", Kind.RIGHT, SEEING),
    _right(Right.DISPATCH, "ledger:tasks_bulk", "POST"),
    _right(Right.DISPATCH, "ledger:task_new", BOTH),
    _right(Right.DISPATCH, "ledger:task_edit", BOTH, "task"),
    _right(Right.DISPATCH, "ledger:extension_decide", BOTH, "extension"),
    _right(Right.DISPATCH, "ledger:handover_decide", BOTH, "handover"),
    Door("ledger:task", Kind.OBJECT, SEEING, "task"),
    Door("ledger:progress_file", Kind.OBJECT, SEEING, "file"),
    *(
        Door(f"ledger:task_{verb}", Kind.OBJECT, SEEING, "task", BOTH, only)
        for only, verbs in (
            (OFFICE, ("dispatch", "accept", "return", "reopen", "remind", "cancel")),
            (ACTING, ("acknowledge", "report", "submit", "extension", "handover")),
            (SIGNING, ("sign_off", "send_back")),
        )
        for verb in verbs
    ),
    _right(Right.SEE_ALL_TASKS, "ledger:plans"),
    _right(Right.SEE_ALL_TASKS, "ledger:plan", "GET", "plan"),
    _right(Right.DISPATCH, "ledger:plan_new", BOTH),
    _right(Right.DISPATCH, "ledger:plan_edit", BOTH, "plan"),
    _right(Right.DISPATCH, "ledger:project_new", BOTH, "plan"),
    _right(Right.DISPATCH, "ledger:project_edit", BOTH, "project"),
]

EXCHANGE = [
    *(
        _right(Right.EXCHANGE_LEDGER, *rest)
        for rest in (
            ("ledger:imports", BOTH),
            ("ledger:import_template",),
            ("ledger:import", "GET", "import"),
            ("ledger:import_columns", "POST", "import"),
            ("ledger:import_units", "POST", "import"),
            ("ledger:import_start", "POST", "import"),
            ("ledger:import_drop", "POST", "import"),
            ("ledger:import_progress", "GET", "import"),
            ("ledger:full_export",),
        )
    ),
    Door("ledger:tasks_export", Kind.RIGHT, SEEING),
    Door("ledger:tallies_export", Kind.RIGHT, SEEING),
    Door("ledger:pledges", Kind.RIGHT, SEEING),
    Door("ledger:unit_tasks", Kind.RIGHT, SEEING, "unit"),
    # A pledge says what one unit owes, so that also a supporting unit is a stranger to it.
    Door(
        "ledger:pledge",
        Kind.OBJECT,
        SEEING,
        "pledge",
        hidden_from=STRANGERS | HELPERS,
    ),
    Door("ledger:calendar", Kind.RIGHT, SEEING),
    Door("ledger:calendar_create", Kind.RIGHT, SEEING, "", "POST"),
    Door("ledger:calendar_revoke", Kind.RIGHT, SEEING, "", "POST"),
    Door("ledger:calendar_feed", Kind.SECRET, (), "secret"),
]

PROGRAMS = [
    # The contract, for whoever may call at all.
    Door("api:openapi-json", Kind.API),
    _open("api:api-root", instead="404"),
    Door("api:tasks", Kind.API, SEEING),
    Door("api:task", Kind.API, SEEING, "task"),
    Door("api:turns", Kind.API, SEEING, "task"),
    *(
        # Called in the name of the leading unit, for which a supporting one may not speak.
        Door(name, Kind.API, (Right.ACT_FOR_UNIT,), "task", "POST", ACTING - HELPERS)
        for name in ("api:acknowledge", "api:report")
    ),
    Door("api:units", Kind.API, (Right.SEE_CITY,)),
    Door("api:unit", Kind.API, (Right.SEE_CITY,), "unit"),
    Door("api:regions", Kind.API, (Right.SEE_CITY,)),
]

FRAMEWORK = [
    *(
        _right(Right.SEE_FRAMEWORK, *rest)
        for rest in (
            ("framework:frameworks",),
            ("framework:edition", "GET", "edition"),
            ("framework:vetoes", "GET", "edition"),
            ("framework:checklists", "GET", "edition"),
            ("framework:indicator", "GET", "indicator"),
            ("framework:point_types",),
            ("framework:checklist", "GET", "checklist"),
        )
    ),
    *(
        _right(Right.MANAGE_FRAMEWORK, f"framework:{name}", *rest)
        for name, *rest in (
            ("load_builtin", "POST"),
            ("framework_add", BOTH),
            ("start", BOTH, "framework"),
            ("copy", BOTH, "edition"),
            ("check", "GET", "edition"),
            ("describe", BOTH, "draft edition"),
            ("put_in_force", "POST", "draft edition"),
            ("withdraw", "POST", "draft edition"),
            ("reweigh", BOTH, "draft edition"),
            ("indicator_add", BOTH, "draft edition"),
            ("indicators_move", "POST", "draft edition"),
            ("indicators_remove", "POST", "draft edition"),
            ("indicators_merge", "POST", "draft edition"),
            ("indicator_edit", BOTH, "draft indicator"),
            ("indicator_split", BOTH, "draft indicator"),
            ("indicator_up", "POST", "draft indicator"),
            ("indicator_down", "POST", "draft indicator"),
            ("negative_item_add", BOTH, "draft edition"),
            ("negative_item_edit", BOTH, "veto"),
            ("negative_item_remove", "POST", "veto"),
            ("precondition_add", BOTH, "draft edition"),
            ("precondition_edit", BOTH, "precondition"),
            ("precondition_remove", "POST", "precondition"),
            ("checklist_add", BOTH, "draft edition"),
            ("checklist_edit", BOTH, "draft checklist"),
            ("checklist_remove", "POST", "draft checklist"),
            ("item_add", BOTH, "draft checklist"),
            ("item_edit", BOTH, "draft item"),
            ("item_remove", "POST", "draft item"),
            ("point_type_add", BOTH),
            ("point_type_edit", BOTH, "point type"),
        )
    ),
]

COMPARISONS = [
    _right(Right.SEE_FRAMEWORK, "framework:compare"),
    _right(Right.SEE_FRAMEWORK, "framework:compare_export", "GET", "two editions"),
    _right(Right.SEE_FRAMEWORK, "framework:workbook_export", "GET", "edition"),
    *(
        _right(Right.MANAGE_FRAMEWORK, *rest)
        for rest in (
            ("framework:matches", "GET", "two editions"),
            ("framework:match_decide", "POST", "two editions"),
            ("framework:match_sure", "POST", "two editions"),
            ("framework:match_pair", "POST", "two editions"),
            ("framework:carry", BOTH, "two editions"),
            ("framework:workbook", "GET", "edition"),
            ("framework:workbook_upload", "POST", "edition"),
            ("framework:workbook_confirm", "POST", "edition"),
            ("framework:workbook_discard", "POST", "edition"),
        )
    ),
]

RESPONSIBILITIES = [
    *(
        _right(Right.SEE_FRAMEWORK, *rest)
        for rest in (
            ("framework:responsibilities",),
            ("framework:duties_export",),
            ("framework:gaps",),
            ("framework:gaps_export",),
            ("framework:my_duties",),
            ("framework:unit_duties", "GET", "unit"),
            ("framework:duties_of", "GET", "indicator"),
            ("framework:duties_panel", "GET", "indicator"),
            ("framework:indicator_options",),
            ("framework:crosswalk",),
            ("framework:crosswalk_export",),
            ("framework:crosswalk_panel", "GET", "indicator"),
            ("framework:crosswalk_pair", "GET", "campaigns"),
        )
    ),
    *(
        _right(Right.ASSIGN_INDICATORS, *rest)
        for rest in (
            ("framework:duties_bulk", "POST"),
            ("framework:duties_import",),
            ("framework:duties_template",),
            ("framework:duties_upload", "POST"),
            ("framework:duties_confirm", "POST"),
            ("framework:duties_discard", "POST"),
            ("framework:proposals", BOTH),
            ("framework:post_options",),
            ("framework:duty_add", "POST", "indicator"),
            ("framework:duty_edit", BOTH, "duty"),
            ("framework:duty_remove", "POST", "duty"),
        )
    ),
    _right(Right.MANAGE_FRAMEWORK, "framework:crosswalk_add", BOTH),
    _right(Right.MANAGE_FRAMEWORK, "framework:crosswalk_confirm", "POST", "campaigns"),
    _right(Right.MANAGE_FRAMEWORK, "framework:crosswalk_remove", "POST", "link"),
]

RULEBOOK = [
    *(
        _right(Right.SEE_FRAMEWORK, *rest)
        for rest in (
            ("framework:rules",),
            ("framework:rules_export",),
            ("framework:rules_panel", "GET", "indicator"),
            ("framework:rule", "GET", "rule"),
            ("framework:rule_compare", "GET", "rule versions"),
            ("framework:rule_file", "GET", "rule file"),
        )
    ),
    *(
        _right(Right.MANAGE_RULES, *rest)
        for rest in (
            ("framework:rule_add", BOTH),
            ("framework:rule_edit", BOTH, "rule"),
            ("framework:rule_revise", BOTH, "rule"),
            ("framework:rule_repeal", BOTH, "rule"),
            ("framework:rule_bind", "POST", "rule"),
            ("framework:rule_bind_to", BOTH, "indicator"),
            ("framework:rule_unbind", "POST", "binding"),
        )
    ),
]

SHAPES = [
    _right(Right.SEE_CITY, "city:outline"),
    _right(Right.SEE_CITY, "city:my_area"),
    _right(Right.SEE_CITY, "city:gaps"),
    _right(Right.SEE_CITY, "city:gaps_export"),
    *(
        _right(Right.MANAGE_CITY, *rest)
        for rest in (
            ("city:region_answerable", BOTH, "region"),
            ("city:patron_assign", BOTH, "region"),
            ("city:patron_end", BOTH, "patronage"),
            ("city:patron_withdraw", "POST", "patronage"),
            ("city:shapes",),
            ("city:shapes_upload", "POST"),
            ("city:shapes_progress",),
            ("city:shapes_issues",),
            ("city:shapes_settle", "POST"),
            ("city:shapes_confirm", "POST"),
            ("city:shapes_discard", "POST"),
        )
    ),
]

# The unit that answers for the point of the world, and the units above it.
TENDING = frozenset({"office", "head", "liaison", "above"})
POINTS = [
    *(
        _right(Right.SEE_POINTS, *rest)
        for rest in (
            ("points:points",),
            ("points:export",),
            ("points:point", "GET", "point"),
            ("points:photo", "GET", "photo"),
            ("points:thumbnail", "GET", "photo"),
            ("points:unit_panel", "GET", "unit"),
            ("points:region_panel", "GET", "region"),
            ("points:labels", BOTH),
            ("points:labels_write", "POST"),
            ("points:label_sheet",),
            ("points:label_progress",),
            ("points:label_file",),
        )
    ),
    *(
        _right(Right.MANAGE_POINTS, *rest)
        for rest in (
            ("points:point_add", BOTH),
            ("points:point_edit", BOTH, "point"),
            ("points:point_void", "POST", "point"),
            ("points:point_restore", "POST", "point"),
            ("points:bulk", "POST"),
            ("points:import",),
            ("points:import_template",),
            ("points:import_upload", "POST"),
            ("points:import_confirm", "POST"),
            ("points:import_discard", "POST"),
            ("points:import_progress",),
            ("points:twins",),
            ("points:twins_decide", "POST"),
        )
    ),
    *(
        Door(
            name,
            Kind.RIGHT,
            (Right.MANAGE_POINTS, Right.ACT_FOR_UNIT),
            "point",
            methods,
            TENDING,
        )
        for name, methods in (
            ("points:point_place", BOTH),
            ("points:photo_replace", "POST"),
        )
    ),
    Door("points:where", Kind.RIGHT, (Right.MANAGE_POINTS, Right.ACT_FOR_UNIT)),
    Door("api:points", Kind.API, (Right.SEE_POINTS,)),
    Door("api:point", Kind.API, (Right.SEE_POINTS,), "point"),
]

MAP = [
    *(
        _right(Right.SEE_POINTS, *rest)
        for rest in (
            ("points:map_data",),
            ("command_post:map",),
            ("command_post:map_search",),
            ("command_post:map_point", "GET", "point"),
            ("command_post:map_region", "GET", "region"),
            ("command_post:map_table",),
            ("command_post:map_regions",),
        )
    ),
    Door("command_post:map_tasks", Kind.RIGHT, SEEING),
]

ROWS = (
    *WATCHED,
    *SIGN_IN,
    *ONESELF,
    *SYSTEM,
    *SECURITY,
    *AUDIT,
    *CITY,
    *DIRECTIVES,
    *TASKS,
    *EXCHANGE,
    *PROGRAMS,
    *FRAMEWORK,
    *COMPARISONS,
    *RESPONSIBILITIES,
    *RULEBOOK,
    *SHAPES,
    *POINTS,
    *MAP,
)
DOORS = {door.name: door for door in ROWS}
