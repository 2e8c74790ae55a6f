"""A browser that tells of everything a page should never do."""

from urllib.parse import urlsplit

TRAP = """
{
  const told = what => window.__told?.(String(what))
  for (const name of ["alert", "confirm", "prompt", "print", "__xss"])
    Object.defineProperty(window, name, { value: number => told(`trap ${name} ${number}`) })
  addEventListener("securitypolicyviolation", event =>
    told(`policy ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))
  addEventListener("error", event => event.target === window && told(`error ${event.message}`))
}
"""
INLINE = ("data:", "blob:", "about:")


class Watched:
    """One browser of its own: `told` holds what was executed, refused by the policy, asked of others or broken."""

    def __init__(self, chromium, *ours: str):
        self.ours = {urlsplit(url).netloc for url in ours}
        self.told: list[str] = []
        self.context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB")
        self.context.expose_binding("__told", lambda source, what: self.told.append(what))
        self.context.add_init_script(TRAP)
        self.context.on("request", self._asked)
        self.page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.told.append(f"error {error}"))
        self.page.on("framenavigated", self._navigated)

    def close(self) -> None:
        self.context.close()

    def sign_in(self, url: str, user) -> None:
        self.page.goto(f"{url}/accounts/login/")
        self.page.get_by_label("E-mail").fill(user.email)
        self.page.get_by_label("Password").fill("demo")
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/desk/**")

    def _asked(self, request) -> None:
        if not request.url.startswith(INLINE) and urlsplit(request.url).netloc not in self.ours:
            self.told.append(f"request {request.url}")

    def _dialog(self, dialog) -> None:
        self.told.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _navigated(self, frame) -> None:
        if frame.parent_frame:
            self.told.append(f"frame {frame.url}")
