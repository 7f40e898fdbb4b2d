"""Every interactive element: what it is called, how it is worked, and what the app is told.

The values are those of bot/playground/README.md, from which the server makes Slack's shapes.
"""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e import samples as say
from tests.e2e.conftest import Shelf

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

Json = dict[str, Any]
OPTIONS = [say.option(n) for n in ("one", "two", "three")]
CONFIRM = {
    "title": say.plain("Sure?"),
    "text": say.mrkdwn("It is *final*"),
    "confirm": say.plain("Do it"),
    "deny": say.plain("Rather not"),
    "style": "danger",
}


async def values_of(shelf: Shelf) -> list[Any]:
    return [act["value"] for act in await shelf.acts()]


async def test_a_button_tells_which_one_was_pressed(shelf: Shelf) -> None:
    await shelf.draw(
        say.actions(say.button("a", "First"), say.button("b", "Second", style="danger"))
    )
    await shelf.page.get_by_role("button", name="Second").click()
    assert await shelf.acts() == [{"block_id": "row", "action_id": "b", "value": None}]


async def test_a_buttons_label_for_readers_is_its_name(shelf: Shelf) -> None:
    await shelf.draw(say.actions(say.button(text="OK", accessibility_label="Claim site.com")))
    await expect(shelf.page.get_by_role("button", name="Claim site.com")).to_be_visible()


async def test_a_confirmed_button_acts_only_after_yes(shelf: Shelf) -> None:
    await shelf.draw(say.actions(say.button(confirm=CONFIRM)))
    press = shelf.page.get_by_role("button", name="Press")
    dialog = shelf.page.get_by_role("alertdialog", name="Sure?")
    for way_out in ("Rather not", "Close"):
        await press.click()
        await dialog.get_by_role("button", name=way_out).click()
    await press.click()
    await expect(dialog.get_by_role("button", name="Rather not")).to_be_focused()
    await shelf.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(press).to_be_focused()
    assert await shelf.acts() == []
    await press.click()
    await expect(dialog).to_contain_text("It is final")
    await dialog.get_by_role("button", name="Do it").click()
    await expect(dialog).to_have_count(0)
    assert len(await shelf.acts()) == 1


async def test_a_link_button_opens_a_tab_and_tells_the_app(shelf: Shelf) -> None:
    await shelf.draw(say.actions(say.button(url="http://blog.example/landing?a=1")))
    await shelf.page.context.route(
        "http://127.0.0.1:4000/**", lambda route: route.fulfill(body="copy")
    )
    link = shelf.page.get_by_role("link", name="Press (opens in a new tab)")
    async with shelf.page.context.expect_page(timeout=5000) as opened:
        await link.click()
    tab = await opened.value
    await tab.wait_for_url("http://127.0.0.1:4000/landing?a=1")
    assert await tab.evaluate("window.opener") is None
    await tab.close()
    assert len(await shelf.acts()) == 1


async def test_an_overflow_menu_is_worked_by_keys(shelf: Shelf) -> None:
    await shelf.draw(say.actions({"type": "overflow", "action_id": "o", "options": OPTIONS}))
    menu_button = shelf.page.get_by_role("button", name="More actions")
    await menu_button.press("Enter")
    menu = shelf.page.get_by_role("menu", name="More actions")
    await expect(menu.get_by_role("menuitem", name="Option one")).to_be_focused()
    await shelf.page.keyboard.press("Escape")
    await expect(menu).to_have_count(0)
    await expect(menu_button).to_be_focused()
    await shelf.page.keyboard.press("Enter")
    await shelf.page.keyboard.press("ArrowUp")
    await expect(menu.get_by_role("menuitem", name="Option three")).to_be_focused()
    await shelf.page.keyboard.press("o")
    await shelf.page.keyboard.press("ArrowDown")
    await shelf.page.keyboard.press("Enter")
    assert await values_of(shelf) == ["two"]


async def test_a_select_is_searched_and_chosen_by_keys(shelf: Shelf) -> None:
    select = {
        "type": "static_select",
        "action_id": "s",
        "placeholder": say.plain("Pick"),
        "options": OPTIONS,
    }
    await shelf.draw(say.actions(select))
    box = shelf.page.get_by_role("combobox", name="Pick", exact=True)
    await box.press("ArrowDown")
    await expect(box).to_have_attribute("aria-expanded", "true")
    await expect(shelf.page.get_by_role("listbox").get_by_role("option")).to_have_count(3)
    await shelf.page.keyboard.type("t")
    assert await shelf.page.get_by_role("option").all_inner_texts() == [
        "Option one",
        "Option two",
        "Option three",
    ]
    await shelf.page.keyboard.type("wo")
    await shelf.page.keyboard.press("Enter")
    await expect(shelf.page.get_by_role("combobox", name="Pick: Option two")).to_be_focused()
    assert await values_of(shelf) == ["two"]
    await shelf.page.keyboard.press("Enter")
    await shelf.page.keyboard.press("Escape")
    assert await values_of(shelf) == ["two"]


async def test_a_refused_confirmation_puts_the_choice_back(shelf: Shelf) -> None:
    select = {
        "type": "static_select",
        "action_id": "s",
        "options": OPTIONS,
        "initial_option": OPTIONS[0],
        "confirm": CONFIRM,
    }
    await shelf.draw(say.actions(select))
    await shelf.page.get_by_role("combobox", name="Option one").click()
    await shelf.page.get_by_role("option", name="Option three").click()
    await shelf.page.get_by_role("button", name="Rather not").click()
    await expect(shelf.page.get_by_role("combobox", name="Option one")).to_be_visible()
    assert await shelf.acts() == []


async def test_a_multi_select_tells_all_once_when_it_closes(shelf: Shelf) -> None:
    groups = [{"label": say.plain("Numbers"), "options": OPTIONS}]
    element = {
        "type": "multi_static_select",
        "action_id": "m",
        "option_groups": groups,
        "max_selected_items": 2,
    }
    await shelf.draw(say.actions(element))
    await shelf.page.get_by_role("combobox").click()
    await expect(shelf.page.get_by_role("group", name="Numbers")).to_be_visible()
    for name in ("one", "two", "three"):
        await shelf.page.get_by_role("option", name=f"Option {name}").click()
    await shelf.page.keyboard.press("Escape")
    assert await values_of(shelf) == [["one", "two"]]
    assert await shelf.page.locator(".chip").all_inner_texts() == ["Option one", "Option two"]


@pytest.mark.parametrize(
    ("kind", "names", "value"),
    [
        ("users", ["@Ana Reyes", "@Ben Carter"], "U2"),
        ("channels", ["#seo"], "C1"),
        ("conversations", ["#seo", "#secret"], "C1"),
    ],
)
async def test_selects_of_the_workspace_list_it(
    shelf: Shelf, kind: str, names: list[str], value: str
) -> None:
    await shelf.draw(say.actions({"type": f"{kind}_select", "action_id": "s"}))
    await shelf.page.get_by_role("combobox").click()
    assert [t.strip() for t in await shelf.page.locator(".option-text").all_inner_texts()] == names
    await shelf.page.get_by_role("option", name="Ben" if kind == "users" else "seo").click()
    assert await values_of(shelf) == [value]


async def test_an_external_select_asks_the_app_as_one_types(shelf: Shelf) -> None:
    await shelf.draw(
        say.actions({"type": "external_select", "action_id": "e", "min_query_length": 2})
    )
    await shelf.page.get_by_role("combobox").click()
    await expect(shelf.page.get_by_text("Type 2 or more letters")).to_be_visible()
    await shelf.page.keyboard.type("ab")
    await shelf.page.get_by_role("option", name="Found ab").click()
    assert await values_of(shelf) == ["f-ab"]
    await expect(shelf.page.get_by_role("combobox")).to_contain_text("Found ab")


async def test_dates_and_times_are_told_in_slacks_forms(shelf: Shelf) -> None:
    await shelf.draw(
        say.actions(
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-22"},
            {"type": "timepicker", "action_id": "t"},
            {"type": "datetimepicker", "action_id": "w", "initial_date_time": 1763890000},
        )
    )
    await shelf.page.get_by_label("date", exact=True).fill("2026-12-01")
    await shelf.page.get_by_label("time", exact=True).fill("09:30")
    when = shelf.page.get_by_label("datetime")
    assert await when.input_value() == "2025-11-23T10:26"
    await when.fill("2025-11-23T11:00")
    assert await values_of(shelf) == ["2026-12-01", "09:30", 1763892000]


async def test_a_date_typed_by_keys_is_told_once(shelf: Shelf) -> None:
    """The browser reports the years 0002, 0020 and 0202 on the way to 2026."""
    await shelf.draw(say.actions({"type": "datepicker", "action_id": "d"}, say.button()))
    await shelf.page.get_by_label("date").focus()
    await shelf.page.keyboard.type("12012026")
    assert await shelf.acts() == []
    await shelf.page.get_by_role("button").focus()
    assert await values_of(shelf) == ["2026-12-01"]


async def test_checkboxes_and_radio_buttons_tell_what_is_on(shelf: Shelf) -> None:
    await shelf.draw(
        say.actions(
            {
                "type": "checkboxes",
                "action_id": "c",
                "options": OPTIONS,
                "initial_options": [OPTIONS[0]],
            },
            {"type": "radio_buttons", "action_id": "r", "options": OPTIONS},
        )
    )
    await shelf.page.get_by_role("checkbox", name="Option two").check()
    await shelf.page.get_by_role("checkbox", name="Option one").uncheck()
    await shelf.page.get_by_role("radio", name="Option three").check()
    assert await values_of(shelf) == [["one", "two"], ["two"], "three"]


async def test_feedback_and_icon_buttons(shelf: Shelf) -> None:
    feedback = {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": {"text": say.plain("Good"), "value": "g"},
        "negative_button": {"text": say.plain("Bad"), "value": "b"},
    }
    trash = {"type": "icon_button", "icon": "trash", "text": say.plain("Delete"), "action_id": "t"}
    hidden = {**trash, "text": say.plain("Not mine"), "visible_to_user_ids": ["U2"]}
    await shelf.draw(
        {"type": "context_actions", "block_id": "row", "elements": [feedback, trash, hidden]}
    )
    await shelf.page.get_by_role("button", name="Bad").click()
    await expect(shelf.page.get_by_role("button", name="Bad")).to_have_attribute(
        "aria-pressed", "true"
    )
    await shelf.page.get_by_role("button", name="Delete").click()
    assert await values_of(shelf) == ["negative", None]
    await expect(shelf.page.get_by_role("button", name="Not mine")).to_have_count(0)


INPUTS: list[tuple[Json, str, Any]] = [
    ({"type": "plain_text_input"}, "some words", "some words"),
    ({"type": "plain_text_input", "multiline": True}, "two\nlines", "two\nlines"),
    ({"type": "email_text_input"}, "a@b.example", "a@b.example"),
    ({"type": "url_text_input"}, "https://a.example", "https://a.example"),
    ({"type": "number_input", "is_decimal_allowed": True}, "1.5", "1.5"),
    ({"type": "rich_text_input"}, "rich", "rich"),
    ({"type": "datepicker"}, "2026-01-02", "2026-01-02"),
]


@pytest.mark.parametrize(("element", "typed", "value"), INPUTS, ids=[i[0]["type"] for i in INPUTS])
async def test_an_input_has_its_label_hint_and_value(
    shelf: Shelf, element: Json, typed: str, value: Any
) -> None:
    await shelf.draw(
        say.field(
            {**element, "action_id": "v"}, "Site", hint=say.plain("Without https"), optional=True
        )
    )
    box = shelf.page.get_by_label("Site (optional)")
    await expect(box).to_have_accessible_description("Without https")
    await box.fill(typed)
    assert await shelf.values() == {"row": {"v": value}}
    assert await shelf.acts() == []


async def test_an_input_that_dispatches_tells_on_enter_or_as_one_types(shelf: Shelf) -> None:
    config = {"trigger_actions_on": ["on_character_entered"]}
    plain = {"type": "plain_text_input", "action_id": "a"}
    await shelf.draw(
        say.field(plain, "On enter", dispatch_action=True),
        say.field(
            {**plain, "action_id": "b", "dispatch_action_config": config},
            "As typed",
            dispatch_action=True,
        ),
    )
    await shelf.page.get_by_label("On enter").fill("x")
    assert await shelf.acts() == []
    await shelf.page.keyboard.press("Enter")
    await shelf.page.get_by_label("As typed").press_sequentially("yz")
    await shelf.page.wait_for_function("() => acts.length === 2")
    assert await values_of(shelf) == ["x", "yz"]


async def test_files_are_uploaded_when_chosen_and_may_be_removed(shelf: Shelf) -> None:
    await shelf.draw(
        say.field(
            {"type": "file_input", "action_id": "v", "filetypes": ["csv"], "max_files": 2}, "Export"
        )
    )
    chooser = shelf.page.get_by_label("Export")
    await expect(chooser).to_have_attribute("accept", ".csv")
    files = [{"name": f"{n}.csv", "mimeType": "text/csv", "buffer": b"a,b"} for n in "abc"]
    await chooser.set_input_files(files)  # type: ignore[arg-type]  # playwright's TypedDict, spelled as a dict
    await expect(
        shelf.page.get_by_role("list", name="Chosen files").get_by_role("listitem")
    ).to_have_count(2)
    assert await shelf.values() == {"row": {"v": ["F0", "F1"]}}
    await shelf.page.get_by_role("button", name="Remove a.csv").click()
    assert await shelf.values() == {"row": {"v": ["F1"]}}


async def test_a_redraw_keeps_what_was_filled_in(shelf: Shelf) -> None:
    blocks = [
        say.field({"type": "plain_text_input", "action_id": "a"}),
        {**say.field({"type": "multi_users_select", "action_id": "b"}), "block_id": "who"},
        {
            **say.field({"type": "checkboxes", "action_id": "c", "options": OPTIONS}),
            "block_id": "which",
        },
    ]
    await shelf.draw(*blocks)
    kept = {"row": {"a": "typed"}, "who": {"b": ["U2"]}, "which": {"c": ["two"]}}
    await shelf.page.evaluate("kept => form.restore(kept)", kept)
    assert await shelf.values() == kept
    await expect(shelf.page.get_by_role("combobox", name="Label: @Ben Carter")).to_be_visible()
    await expect(shelf.page.get_by_role("checkbox", name="Option two")).to_be_checked()
