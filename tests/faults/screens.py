"""What a customer and an operator see: their browsers, their logs, and whether they hear."""

import json

READ = """lines => lines.map(line => ({
    text: (line.querySelector('.message__bubble, .message__text') || line).innerText.trim(),
    sending: line.matches('.message--sending'),
    failed: line.matches('.message--failed'),
}))"""


class Ear:
    """The last socket that a page opened, and whether the server said that it hears."""

    def __init__(self, page):
        self.socket, self.welcomed = None, False
        self.heard: list[str] = []
        page.on("websocket", self._opened)

    @property
    def live(self) -> bool:
        return self.socket is not None and not self.socket.is_closed() and self.welcomed

    def _opened(self, socket) -> None:
        self.socket, self.welcomed = socket, False
        socket.on("framereceived", lambda frame: self._heard(socket, frame))

    def _heard(self, socket, frame) -> None:
        if socket is self.socket:
            kind = json.loads(frame)["type"]
            self.heard.append(kind)
            self.welcomed = {"welcome": True, "degraded": False}.get(kind, self.welcomed)


class Screen:
    """One side's page. It must never be loaded again: the mark in it would be gone."""

    def __init__(self, page):
        self.page, self.ear = page, Ear(page)

    def settled(self) -> "Screen":
        self.page.evaluate("window.sameDocument = true")
        return self

    def write(self, text: str) -> None:
        self.box.fill(text)
        self.box.press(self.key)

    def lines(self) -> list[dict]:
        return self.page.locator(self.messages).evaluate_all(READ)

    def texts(self) -> list[str]:
        return [line["text"] for line in self.lines()]

    def sending(self) -> list[str]:
        return [line["text"] for line in self.lines() if line["sending"] or line["failed"]]

    def strips(self) -> list[str]:
        return [strip for strip in self.page.locator(self.notices).all_inner_texts() if strip.strip()]

    def lost(self, socket) -> bool:
        """Whether that socket is closed; asked after the browser was, or Playwright would not have heard."""
        self.page.evaluate("0")
        return socket.is_closed()

    def was_reloaded(self) -> bool:
        return not self.page.evaluate("window.sameDocument === true")


class CustomerScreen(Screen):
    key = "Enter"
    messages = "helpdesk-widget article.message"
    notices = "helpdesk-widget .widget__strip:visible"

    def open(self, address: str) -> "CustomerScreen":
        self.page.goto(address)
        self.page.get_by_role("button", name="Open chat").click()
        self.page.get_by_role("dialog", name="Chat").wait_for()
        return self.settled()

    @property
    def box(self):
        return self.page.get_by_role("textbox", name="Message")


class OperatorScreen(Screen):
    key = "Control+Enter"
    messages = "message-log > article.message"
    notices = ".desk__strips [data-state]:visible, #composer-problem:visible"

    def sign_in(self, url: str, name: str, password: str = "demo") -> "OperatorScreen":
        self.page.goto(f"{url}/accounts/login/?next=/desk/")
        self.page.get_by_label("E-mail").fill(f"{name.lower()}@demo.test")
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/desk/**")
        return self

    def enter(self, url: str, session: str, ticket: int) -> "OperatorScreen":
        """With the cookie of somebody who signed in before."""
        self.page.context.add_cookies([{"name": "session", "value": session, "url": url}])
        return self.open(url, ticket)

    def open(self, url: str, ticket: int) -> "OperatorScreen":
        self.page.goto(f"{url}/desk/tickets/{ticket}/")
        self.page.get_by_role("log", name="Conversation").wait_for()
        return self.settled()

    def rows(self) -> str:
        return self.page.get_by_role("list", name="Tickets").inner_text()

    @property
    def box(self):
        return self.page.get_by_role("textbox", name="Reply")
