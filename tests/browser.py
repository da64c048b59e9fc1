"""A Chromium that is installed on the machine, driven through the pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def installed_chromium() -> str:
    """Its path; the test is skipped with a sentence where there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    pytest.skip(f"No Chromium on the PATH ({', '.join(NAMES)}); install one to run the browser tests.")


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A browser for many tests; each opens a context of its own."""
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=OPTIONS)
        yield browser
        browser.close()
