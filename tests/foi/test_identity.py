"""Masks and seals: what a list may show, and what a table may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.foi.identity import Identity, masked
from guiju.foi.sealing import ALTERED, MARK, TOO_SHORT, WRONG_KEY, NotSealed, seal, unseal

KEY, OTHER = "k" * 40, "o" * 40
PLAIN = Identity("张三", "身份证已核", "0000-1234567", "云岭区某路1号").as_json().encode()


class TestMasks:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("张三", "张**"),
            ("欧阳小明", "欧**"),
            ("云岭区松林建材有限公司", "云**"),
            ("张", "**"),
            ("  李四 ", "李**"),
            ("", ""),
            ("   ", ""),
        ],
    )
    def test_names_of_people_and_companies(self, name: str, shown: str) -> None:
        assert masked(name) == shown

    @given(st.text(max_size=40))
    def test_no_more_than_the_first_character_is_told(self, name: str) -> None:
        shown = masked(name)
        told = shown.removesuffix("**")
        assert shown == "" or shown.endswith("**")
        assert len(told) <= 1
        assert len(shown) <= 3

    @given(st.text(min_size=1, max_size=1))
    def test_a_name_of_one_character_is_not_told_at_all(self, name: str) -> None:
        assert masked(name) in ("", "**")

    @given(st.text("一丁七", max_size=20), st.text("一丁七", min_size=1, max_size=20))
    def test_the_length_of_a_name_is_not_told(self, first: str, more: str) -> None:
        one, other = "张" + first, "张" + first + more
        assert len(masked(other)) == 3
        assert masked(one) in ("张**", "**")

    @given(st.text(max_size=40))
    def test_a_mask_masked_again_stays_the_same(self, name: str) -> None:
        assert masked(masked(name)) == masked(name)


class TestSeals:
    def test_what_was_sealed_opens(self) -> None:
        assert unseal(seal(PLAIN, b"1/case/7", [KEY]), b"1/case/7", [KEY]) == PLAIN

    def test_the_same_text_never_seals_to_the_same_bytes(self) -> None:
        assert seal(PLAIN, b"1", [KEY]) != seal(PLAIN, b"1", [KEY])

    @given(st.text(min_size=3, max_size=60))
    def test_nothing_of_the_text_shows(self, name: str) -> None:
        sealed = seal(name.encode("utf-8", "surrogatepass"), b"1", [KEY])
        assert name.encode("utf-8", "surrogatepass") not in sealed

    @given(st.integers(min_value=1 + MARK, max_value=1 + MARK + 12 + len(PLAIN) + 15))
    def test_every_altered_byte_is_noticed(self, place: int) -> None:
        sealed = bytearray(seal(PLAIN, b"1", [KEY]))
        sealed[place] ^= 1
        with pytest.raises(NotSealed, match=ALTERED[:12]):
            unseal(bytes(sealed), b"1", [KEY])

    @pytest.mark.parametrize("cut", [9, 12, 20, 22])
    def test_a_cut_value_is_refused(self, cut: int) -> None:
        with pytest.raises(NotSealed, match=ALTERED[:12]):
            unseal(seal(PLAIN, b"1", [KEY])[:cut], b"1", [KEY])

    def test_it_cannot_be_moved_to_another_case(self) -> None:
        with pytest.raises(NotSealed, match="不属于本事项"):
            unseal(seal(PLAIN, b"1/case/7", [KEY]), b"1/case/8", [KEY])

    def test_another_key_is_told_with_what_to_do(self) -> None:
        with pytest.raises(NotSealed) as refused:
            unseal(seal(PLAIN, b"1", [KEY]), b"1", [OTHER])
        assert refused.value.reasons[0].says == WRONG_KEY
        assert refused.value.reasons[0].helper == "系统管理员"

    def test_the_first_key_seals_and_every_key_opens(self) -> None:
        old = seal(PLAIN, b"1", [KEY])
        assert unseal(old, b"1", [OTHER, KEY]) == PLAIN
        assert unseal(seal(PLAIN, b"1", [OTHER, KEY]), b"1", [OTHER]) == PLAIN

    @pytest.mark.parametrize("keys", [[], [""], ["short"], [KEY, "short"]])
    def test_a_key_that_protects_nothing_is_refused(self, keys: list[str]) -> None:
        with pytest.raises(NotSealed, match=TOO_SHORT[:10]):
            seal(PLAIN, b"1", keys)
