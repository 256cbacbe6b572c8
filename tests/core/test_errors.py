"""Errors that nobody foresaw: one line says what and where in our own code, and never a library's words."""

import re

import pytest

from pa_audit.errors import origin
from pa_audit.reports.words import Words


def test_an_error_in_a_library_names_the_line_of_ours_that_it_passed() -> None:
    with pytest.raises(ValueError) as caught:
        Words({}, {}).evidence("Anna Miller")
    assert re.fullmatch(r"JSONDecodeError at words\.py:\d+", origin(caught.value))


def test_an_error_that_never_passed_our_code_names_its_own_line() -> None:
    with pytest.raises(KeyError) as caught:
        raise KeyError("Anna Miller")
    assert re.fullmatch(r"KeyError at test_errors\.py:\d+", origin(caught.value))
