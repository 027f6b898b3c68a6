"""Signing in and one's own account for everybody; accounts, safety and the log for administrators.

Of allauth only what makes sense here: nobody signs up by themselves, nothing is sent by e-mail.
"""

from allauth.account import views as sign_in
from allauth.socialaccount import views as identity
from django.urls import include, path

from chuangcheng.accounts.views import (
    audit_log,
    messages,
    people,
    profile,
    security,
    tokens,
)

urlpatterns = [
    path("login/", sign_in.login, name="account_login"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("inactive/", sign_in.account_inactive, name="account_inactive"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path(
        "identity/cancelled/",
        identity.login_cancelled,
        name="socialaccount_login_cancelled",
    ),
    path("identity/error/", identity.login_error, name="socialaccount_login_error"),
    path("identity/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("", profile.show, name="profile"),
    path("keep-alive/", profile.keep_alive, name="keep_alive"),
    path("messages/", messages.listing, name="notifications"),
    path("messages/bell/", messages.bell, name="notifications_bell"),
    path("messages/read/", messages.read_all, name="notifications_read"),
    path("messages/<int:pk>/", messages.open_one, name="notification"),
    path("tokens/", tokens.listing, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("people/", people.listing, name="people"),
    path("people/new/", people.create, name="person_new"),
    path("people/export/", people.export, name="people_export"),
    path("people/import/", people.bring_in, name="people_import"),
    path("people/import/template/", people.template, name="people_template"),
    path("people/<str:username>/", people.edit, name="person"),
    path("people/<str:username>/disable/", people.disable, name="person_disable"),
    path("people/<str:username>/enable/", people.enable, name="person_enable"),
    path("security/", security.listing, name="security_people"),
    path("security/locks/", security.locks, name="security_locks"),
    path("security/unlock/", security.unlock, name="security_unlock"),
    path("security/people/<str:username>/", security.detail, name="security_person"),
    path(
        "security/people/<str:username>/password/",
        security.reset_password,
        name="security_reset_password",
    ),
    path(
        "security/people/<str:username>/factors/",
        security.clear_factors,
        name="security_clear_factors",
    ),
    path("security/people/<str:username>/grant/", security.grant, name="security_grant"),
    path("security/people/<str:username>/revoke/", security.revoke, name="security_revoke"),
    path("audit/", audit_log.listing, name="audit_log"),
    path("audit/export/", audit_log.export, name="audit_export"),
]
