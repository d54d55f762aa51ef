"""A browser as customers and photographers have one; what it complains about fails the test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)

from tests.support.live import Live

SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_ASKED_BY_A_PERSON = ("document", "xhr", "fetch")
_PATIENCE = 30_000  # milliseconds; two cores carry several browsers
PHONE = 375


def chromium(own: str) -> str | None:
    """The system's Chromium, else the one that Playwright has downloaded."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return own if Path(own).exists() else None


@pytest.fixture(scope="session")
def browser(need: Callable[..., None]) -> Iterator[Browser]:
    """One browser for all tests of a process."""
    with sync_playwright() as playwright:
        path = chromium(playwright.chromium.executable_path)
        need(bool(path), "chromium", "none on this machine, none downloaded by Playwright")
        running = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield running
        running.close()


class Window:
    """Opens pages for one test, each visitor in a context of their own, and hears complaints."""

    def __init__(self, browser: Browser, live: Live) -> None:
        self._browser = browser
        self._live = live
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(
        self,
        path: str = "/",
        *,
        scripts: bool = True,
        width: int = 1280,
        dark: bool = False,
        language: str = "en",
        beside: Page | None = None,
        **options: Any,
    ) -> Page:
        """A page that shows `path`; `beside` another page: the same visitor, one more tab."""
        if beside is None:
            options |= {
                "java_script_enabled": scripts,
                "viewport": {"width": width, "height": 800},
                "color_scheme": "dark" if dark else "light",
                "locale": {"en": "en-GB", "de": "de-DE"}[language],
            }
        context = beside.context if beside else self._context(**options)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("response", self._look)
        page.goto(path)
        return page

    def close(self) -> None:
        """Close everything that was opened."""
        for context in self._contexts:
            context.close()

    def _context(self, **options: Any) -> BrowserContext:
        context = self._browser.new_context(
            base_url=self._live.url, reduced_motion="reduce", timezone_id="Europe/Berlin", **options
        )
        context.set_default_timeout(_PATIENCE)
        self._contexts.append(context)
        return context

    def _hear(self, message: ConsoleMessage) -> None:
        """Errors and refusals of the Content Security Policy; statuses are looked at below."""
        is_status = message.text.startswith("Failed to load resource")
        is_refusal = "Content Security Policy" in message.text
        if (message.type == "error" and not is_status) or is_refusal:
            self.complaints.append(f"{message.type}: {message.text}")

    def _look(self, response: Response) -> None:
        """A page may answer 422; a style sheet, script, font or picture has to be there."""
        if response.status >= 400 and response.request.resource_type not in _ASKED_BY_A_PERSON:
            self.complaints.append(f"{response.status} for {response.url}")


@pytest.fixture
def page_of(browser: Browser, live: Live) -> Iterator[Window]:
    """Opens pages of the live application: `page_of("/studio/jobs", width=375, scripts=False)`.

    Fails on script errors, on refusals of the Content Security Policy and on missing files; a test
    that expects some empties `page_of.complaints`.
    """
    window = Window(browser, live)
    yield window
    window.close()
    assert not window.complaints, "the browser complains: " + "; ".join(window.complaints)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Fails on every breach of WCAG 2.2 AA that axe-core finds on a page as it stands.

    The window is as tall as the page meanwhile: what a bar at its foot lies over can be scrolled.
    """
    tool = Axe()

    def check(page: Page) -> None:
        has_scripts = not page.evaluate("matchMedia('(scripting: none)').matches")
        assert has_scripts, "axe waits for ever on a page without scripts: check one with them"
        shown = page.viewport_size
        assert shown, "a window has a size"
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({**shown, "height": max(shown["height"], tall)})
        found = tool.run(page, options={"runOnly": {"type": "tag", "values": _AXE_TAGS}})
        page.set_viewport_size(shown)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check
