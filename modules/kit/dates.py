"""Days as people write them, in the languages that pages are made in."""

from datetime import date

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",  # noqa: RUF001 - that is how it is written
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


def readable_day(day: str, language: str) -> str:
    """Return `2026-08-31` as "31 augustus 2026"; as it is in a language whose months we don't know."""
    if language not in MONTHS:
        return day
    found = date.fromisoformat(day)
    number = "1er" if language == "fr" and found.day == 1 else str(found.day)
    return f"{number} {MONTHS[language].split()[found.month - 1]} {found.year}"
