from tests.letters.cast import case, key, letterhead, office

__all__ = ["case", "key", "letterhead", "office"]
