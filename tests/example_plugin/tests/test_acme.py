"""A plugin author's tests: two lines each."""

from cxmap_acme.checks import unconsented_call

from cxmap.testing import assert_documented, assert_finds, assert_silent, assert_unknown

CALL = "touchpoints: {call: {channel: phone, by: company, next: end}}"


def test_a_call_without_consent_is_found() -> None:
    assert_finds(unconsented_call, CALL, "call: `call` phones with no consent; name one under `consent:`")


def test_a_call_the_customer_makes_is_fine() -> None:
    assert_silent(unconsented_call, CALL.replace("company", "customer"))


def test_other_channels_can_be_named() -> None:
    assert_silent(unconsented_call, CALL, channels=("chat",))


def test_a_step_without_a_channel_is_unknown() -> None:
    assert_unknown(
        unconsented_call, "touchpoints: {call: {by: company}, end_here: {channel: web}}", "call: channel"
    )


def test_the_documentation_holds() -> None:
    assert_documented(unconsented_call)
