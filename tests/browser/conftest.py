"""A real browser against the running program."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from chuangcheng.accounts.models import User
from tests.browser import chromium

# Playwright keeps an event loop in this thread; the tests themselves are plain code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

OFFICE_SCREEN: ViewportSize = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=path, args=[*chromium.ARGUMENTS, "--lang=zh-CN"]
        )


Desk = Callable[[User], Page]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Desk]:
    """Seat people at desks of their own: each gets a page on which they are signed in."""
    contexts = []
    problems: list[str] = []

    def sit(person: User) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", viewport=OFFICE_SCREEN
        )
        contexts.append(context)
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield sit
    for context in contexts:
        context.close()
    assert problems == []
