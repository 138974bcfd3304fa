"""Every page for each role: axe finds nothing serious, the keyboard reaches all of it."""

import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.demo_site import Site, open_site
from tests.web.test_matrix import OPEN, ROWS
from tracker.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# WCAG 2.1 A and AA and axe's own best practices.
OPTIONS = {"resultTypes": ["violations"]}
SERIOUS = frozenset({"serious", "critical"})
# What is no page: files, and the frame of a mail, which keeps its own style (messages.message).
NO_PAGES = ("/file", "/image", "/html", "style.css", "filename", "/health")
WORD_OF = {Role.coordinator: 1, Role.clerk: 2, Role.leader: 4, Role.administrator: 5}
# Further states of pages, beside the plain address of each route.
MORE = {
    Role.coordinator: (
        "/tasks?tab=overdue&sort=left",
        "/tasks?q=nothing-like-this",
        "/tasks/urge?task=1&task=2&task=7",
        "/tasks/press?task=9&task=10",
        "/tasks/complete?task=8&task=6",
        "/tasks/1/history?kind=report",
        "/messages?state=sent",
        "/tasks/99999",
    ),
    Role.clerk: ("/tasks/sign?all=1", "/tasks?tab=soon", "/accounts", "/filters?tab=overdue"),
    Role.leader: ("/tasks?tab=overdue", "/messages"),
    Role.administrator: ("/tasks",),
}
FIRST_STOPS = 12


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("demo-site")) as opened:
        yield opened


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield opened
    opened.close()


def address(site: Site, path: str) -> str | None:
    """Return an address of a rule, None where the demo has nothing of the kind."""
    for name in re.findall(r"<int:(\w+)>", path):
        if name not in site.things:
            return None
        path = path.replace(f"<int:{name}>", str(site.things[name]))
    return path.replace("<token>", "no-token")


def pages_of(site: Site, role: Role) -> list[str]:
    """Return the pages the role may open, one address each."""
    rows = [
        row.removeprefix("GET ")
        for row, words in ROWS.items()
        if row.startswith("GET ") and words.split()[WORD_OF[role]] == "ok"
    ]
    found = [address(site, path) for path in rows if not path.endswith(NO_PAGES)]
    return [*filter(None, found), *MORE[role]]


def serious(page: Page) -> list[str]:
    """Return what axe calls serious or critical on the page, and where."""
    violations: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{page.url}: {each['id']} ({each['impact']}) at {node['target']}"
        for each in violations
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


# A clerk reports and a leader reads on a phone too.
@pytest.mark.parametrize(
    ("role", "width", "scheme"),
    [
        *((role, 1366, "light") for role in WORD_OF),
        *((role, 1366, "dark") for role in WORD_OF),
        (Role.clerk, 390, "light"),
        (Role.leader, 390, "light"),
    ],
)
def test_axe_finds_nothing_serious(
    site: Site,
    context: BrowserContext,
    role: Role,
    width: int,
    scheme: Literal["dark", "light"],
) -> None:
    site.sign_in(context, role)
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 768})
    found, seen = [], 0
    for path in pages_of(site, role):
        page.goto(site.url + path)
        found += serious(page)
        seen += 1
    assert found == []
    assert seen >= 10


def test_axe_finds_nothing_serious_before_sign_in(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    found = []
    for row in sorted(OPEN):
        path = address(site, row.partition(" ")[2])
        if row.startswith("GET") and path and "filename" not in path:
            if path.endswith(NO_PAGES):
                continue
            page.goto(site.url + path)
            found += serious(page)
    assert found == []


def stop(page: Page) -> dict[str, Any]:
    """Return the element that has the focus: its name, its place, whether its ring shows."""
    found: dict[str, Any] = page.evaluate(
        """() => {
            const at = document.activeElement, style = getComputedStyle(at);
            const box = at.getBoundingClientRect();
            return {
                tag: at.tagName,
                text: (at.getAttribute("aria-label") || at.textContent || at.name || "").trim(),
                href: at.getAttribute("href"),
                ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
                inMain: !!at.closest("main"),
            };
        }"""
    )
    return found


@pytest.mark.parametrize("role", WORD_OF)
def test_tab_reaches_skip_link_places_and_the_main_action_in_sight(
    site: Site, context: BrowserContext, role: Role
) -> None:
    site.sign_in(context, role)
    page = context.new_page()
    page.goto(site.url + "/")
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(stop(page))
        if stops[-1]["tag"] == "BODY":
            stops.pop()
            break
    assert stops[0]["href"] == "#main"
    places = [each["text"] for each in page.evaluate_handle(PLACES).json_value()]
    reached = [each["text"] for each in stops]
    assert reached[2 : 2 + len(places)] == places
    assert any(each["inMain"] for each in stops)
    assert all(each["ring"] for each in stops), [each for each in stops if not each["ring"]]
    assert all(each["shown"] for each in stops), [each for each in stops if not each["shown"]]


PLACES = "() => [...document.querySelectorAll('.rolenav a')].map((a) => ({text: a.textContent}))"


def test_skip_link_leads_past_the_bar(site: Site, context: BrowserContext) -> None:
    site.sign_in(context, Role.coordinator)
    page = context.new_page()
    page.goto(site.url + "/tasks")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert stop(page)["inMain"]


def test_rows_are_ticked_and_urged_by_keyboard_alone(site: Site, context: BrowserContext) -> None:
    site.sign_in(context, Role.coordinator)
    page = context.new_page()
    page.goto(site.url + "/tasks?tab=overdue")
    page.get_by_role("checkbox", name="本页全选").focus()
    page.keyboard.press("Space")
    ticked = page.locator("input[name=task]:checked").count()
    assert ticked == page.locator("input[name=task]").count() > 0
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert stop(page)["text"] == "催办"
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/urge?*")
    assert page.locator("h1").inner_text() == "催办"
    assert page.get_by_role("button", name=re.compile("发出 .* 封邮件")).count() == 1


def test_steps_work_without_scripts(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    site.sign_in(context, Role.coordinator)
    page = context.new_page()
    page.goto(site.url + "/tasks?tab=overdue")
    assert not page.get_by_label("本页全选").is_visible()
    page.locator("input[name=task]").first.check()
    page.get_by_role("button", name="催办", exact=True).click()
    assert page.get_by_role("table", name="邮件").locator("tbody tr").count() >= 1
    context.close()


@pytest.mark.parametrize(
    ("role", "path", "spoken"),
    [
        (
            Role.coordinator,
            "/tasks",
            ["banner", 'navigation "栏目"', 'table "督查台账"', 'navigation "按状态查看"', "main"],
        ),
        (Role.leader, "/overview", ['table "逾期任务"', 'table "单位与状态"', "main"]),
        (
            Role.clerk,
            "/",
            [
                'table "需要处理的事项"',
                "main",
                'columnheader "事由"',
                'rowheader "逾期、滞后、临期',
            ],
        ),
    ],
)
def test_tree_names_what_is_on_the_page(
    site: Site, context: BrowserContext, role: Role, path: str, spoken: list[str]
) -> None:
    site.sign_in(context, role)
    page = context.new_page()
    page.goto(site.url + path)
    tree = page.locator("body").aria_snapshot()
    assert [each for each in spoken if each not in tree] == [], tree
    assert len(re.findall(r"heading .*\[level=1\]", tree)) == 1
