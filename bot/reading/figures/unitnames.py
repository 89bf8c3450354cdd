"""What units are called: names from the CLDR, signs that need no language.

A unit's code is ISO 4217 for money, UCUM for measures, an English word for durations.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name
from babel.units import format_unit

# Words that many languages share and the CLDR lacks in the bare form.
_INTERNATIONAL = {
    **dict.fromkeys(("dollar", "dollars"), "USD"),
    **dict.fromkeys(("euro", "euros"), "EUR"),
    **dict.fromkeys(("cent", "cents", "centavo", "centavos", "centime", "centimes"), "cent"),
    **dict.fromkeys(("yen", "jen"), "JPY"),
    **dict.fromkeys(("kilo", "kilos"), "kg"),
    "celsius": "Cel",
    "fahrenheit": "[degF]",
    "gallons": "[gal_us]",
    "miles": "[mi_i]",
    "penny": "penny",
    "pence": "penny",
}
_CURRENCY_SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "₩": "KRW",
    "₫": "VND",
    "₴": "UAH",
    "₦": "NGN",
    "₱": "PHP",
    "฿": "THB",
    "₿": "BTC",
}
# The currency a bare name means first, with others of that name.
_FAMILIES = (
    ("USD", "CAD", "AUD", "NZD"),
    ("GBP", "EGP", "SYP"),
    ("CHF", "XAF", "RWF"),
    ("SEK", "NOK", "DKK"),
    ("INR", "PKR", "LKR"),
    ("MXN", "ARS", "CLP", "COP"),
    ("RUB", "BYN"),
    ("TRY", "ITL"),
    ("KWD", "IQD", "DZD"),
)
_PLURALS = (1, 2, 5)  # numbers that call for the plural forms of the languages read here

# CLDR unit -> code. UCUM where it has one; the words of time are what people read.
_CLDR = {
    "angle-degree": "deg",
    "area-square-kilometer": "km2",
    "area-hectare": "ha",
    "area-square-meter": "m2",
    "area-square-centimeter": "cm2",
    "area-square-mile": "[smi_us]",
    "area-acre": "[acr_us]",
    "area-square-foot": "[sft_i]",
    "concentr-percent": "percent",
    "digital-petabyte": "PBy",
    "digital-terabyte": "TBy",
    "digital-gigabyte": "GBy",
    "digital-megabyte": "MBy",
    "digital-megabit": "Mbit",
    "digital-gigabit": "Gbit",
    "digital-kilobyte": "kBy",
    "digital-byte": "By",
    "digital-bit": "bit",
    "duration-decade": "decade",
    "duration-year": "year",
    "duration-quarter": "quarter_year",
    "duration-month": "month",
    "duration-week": "week",
    "duration-day": "day",
    "duration-hour": "hour",
    "duration-minute": "minute",
    "duration-second": "second",
    "duration-millisecond": "ms",
    "electric-volt": "V",
    "electric-ampere": "A",
    "energy-kilocalorie": "kcal",
    "energy-calorie": "cal",
    "energy-joule": "J",
    "energy-kilojoule": "kJ",
    "energy-kilowatt-hour": "kW.h",
    "energy-electronvolt": "eV",
    "force-newton": "N",
    "frequency-gigahertz": "GHz",
    "frequency-megahertz": "MHz",
    "frequency-kilohertz": "kHz",
    "frequency-hertz": "Hz",
    "length-kilometer": "km",
    "length-meter": "m",
    "length-decimeter": "dm",
    "length-centimeter": "cm",
    "length-millimeter": "mm",
    "length-micrometer": "um",
    "length-nanometer": "nm",
    "length-picometer": "pm",
    "length-mile": "[mi_i]",
    "length-yard": "[yd_i]",
    "length-foot": "[ft_i]",
    "length-inch": "[in_i]",
    "length-light-year": "[ly]",
    "length-nautical-mile": "[nmi_i]",
    "mass-tonne": "t",
    "mass-kilogram": "kg",
    "mass-gram": "g",
    "mass-milligram": "mg",
    "mass-microgram": "ug",
    "mass-ton": "t",
    "mass-pound": "[lb_av]",
    "mass-ounce": "[oz_av]",
    "mass-carat": "[car_m]",
    "power-gigawatt": "GW",
    "power-megawatt": "MW",
    "power-kilowatt": "kW",
    "power-watt": "W",
    "power-horsepower": "[HP]",
    "pressure-bar": "bar",
    "pressure-hectopascal": "hPa",
    "pressure-pascal": "Pa",
    "speed-kilometer-per-hour": "km/h",
    "speed-meter-per-second": "m/s",
    "speed-mile-per-hour": "[mi_i]/h",
    "speed-knot": "[kn_i]",
    "temperature-celsius": "Cel",
    "temperature-fahrenheit": "[degF]",
    "temperature-kelvin": "K",
    "volume-cubic-kilometer": "km3",
    "volume-cubic-meter": "m3",
    "volume-cubic-centimeter": "cm3",
    "volume-cubic-foot": "[cft_i]",
    "volume-hectoliter": "hL",
    "volume-liter": "L",
    "volume-deciliter": "dL",
    "volume-centiliter": "cL",
    "volume-milliliter": "mL",
    "volume-cup": "[cup_us]",
    "volume-gallon": "[gal_us]",
    "volume-tablespoon": "[tbs_us]",
    "volume-teaspoon": "[tsp_us]",
    "volume-barrel": "[bbl_us]",
}

# Signs as they are written, letter for letter; the flat text makes µ a μ and ’ a '.
SIGNS = {
    "%": "percent",
    "pp": "percentage_point",
    **{
        s: s
        for s in (
            "km m cm mm dm hm nm kg g mg t ha W kW MW GW TW bar hPa GHz MHz kHz Hz kcal kJ MJ eV TeV L mL cL dL hL K"
        ).split()
    },
    "μm": "um",
    "μg": "ug",
    "l": "L",
    "ml": "mL",
    "cl": "cL",
    "dl": "dL",
    "hl": "hL",
    "KG": "kg",
    "Kg": "kg",
    "Km": "km",
    "KM": "km",
    "Mt": "Mt",
    "kt": "kt",
    "km²": "km2",
    "m²": "m2",
    "m2": "m2",
    "km2": "km2",
    "cm²": "cm2",
    "mm²": "mm2",
    "m³": "m3",
    "m3": "m3",
    "km³": "km3",
    "cm³": "cm3",
    "cm3": "cm3",
    "cc": "cm3",
    "mi²": "[smi_us]",
    "kWh": "kW.h",
    "KWh": "kW.h",
    "kwh": "kW.h",
    "MWh": "MW.h",
    "GWh": "GW.h",
    "TWh": "TW.h",
    "Wh": "W.h",
    "km/h": "km/h",
    "km/hr": "km/h",
    "kph": "km/h",
    "kmph": "km/h",
    "bit": "bit",
    "kmh": "km/h",
    "m/s": "m/s",
    "mph": "[mi_i]/h",
    "°C": "Cel",
    "° C": "Cel",
    "º C": "Cel",
    "ºC": "Cel",
    "°c": "Cel",
    "°F": "[degF]",
    "° F": "[degF]",
    "ºF": "[degF]",
    "°f": "[degF]",
    "º f": "[degF]",
    "°": "deg",
    "º": "deg",
    "KB": "kBy",
    "kB": "kBy",
    "MB": "MBy",
    "GB": "GBy",
    "TB": "TBy",
    "Go": "GBy",
    "Mo": "MBy",
    "To": "TBy",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "sec": "second",
    "ms": "ms",
    "ft": "[ft_i]",
    "in": "[in_i]",
    "yd": "[yd_i]",
    "mi": "[mi_i]",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "oz": "[oz_av]",
    "rad": "rad",
    "bps": "basis point",
    **_CURRENCY_SIGNS,
    "¢": "cent",
    "US$": "USD",
    "Kč": "CZK",
    "zł": "PLN",
    "kr": "SEK",
    "lei": "RON",
    "Ft": "HUF",
    "руб": "RUB",
    "руб.": "RUB",
    "р.": "RUB",
    "грн": "UAH",
    "грн.": "UAH",
    "лв": "BGN",
    "лв.": "BGN",
    "TL": "TRY",
    "Fr.": "CHF",
    "fr.": "CHF",
    "ct": "cent",
    "Ct.": "cent",
    "c$": "CAD",
    "$ usd": "USD",
    "$ c": "CAD",
    "$US": "USD",
    "$ US": "USD",
    "$CAN": "CAD",
    "$CAD": "CAD",
    "$ CAD": "CAD",
    "$AU": "AUD",
    "$NZ": "NZD",
    "$HK": "HKD",
    "$ HK": "HKD",
    "$ hk": "HKD",
}

# Signs that stand before a number; spaces between letters and sign are read over.
PREFIXES = {
    **_CURRENCY_SIGNS,
    "us$": "USD",
    "u$s": "USD",
    "u$d": "USD",
    "usd$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "aud$": "AUD",
    "nz$": "NZD",
    "nzd$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "nt$": "TWD",
    "mx$": "MXN",
    "mxn$": "MXN",
    "r$": "BRL",
    "rd$": "DOP",
    "col$": "COP",
    "ar$": "ARS",
    "s/": "PEN",
    "s/.": "PEN",
    "rs": "INR",
    "rs.": "INR",
    "rm": "MYR",
    "rp": "IDR",
    "rmb": "CNY",
    "fr.": "CHF",
    "sfr.": "CHF",
    "kr": "SEK",
    "zł": "PLN",
    "%": "percent",  # Turkish
}


@lru_cache(maxsize=64)
def unit_names(language: str) -> dict[str, str]:
    """Long unit and currency names of a language, in lower case, singular and plural, to codes."""
    locale = _locale(language)
    names: dict[str, str] = {}
    for unit, code in _CLDR.items():
        for count in _PLURALS:
            for length in ("long", "short"):
                words = format_unit(count, unit, length=length, locale=locale)
                number, _, name = words.replace("\u00a0", " ").partition(" ")
                if number.isdigit() and len(name) > (length == "short") + 1 and name != unit:
                    names.setdefault(name.lower(), code)
    for currency in map(str, locale.currencies):
        for plural in _PLURALS:
            names.setdefault(get_currency_name(currency, plural, locale).lower(), currency)
        names.setdefault(get_currency_name(currency, None, locale).lower(), currency)
    return _INTERNATIONAL | _bare_names(locale) | names


def _bare_names(locale: Locale) -> dict[str, str]:
    """The words that currencies of one name share: "dólares" of the American and the Canadian."""
    bare: dict[str, str] = {}
    for chief, *others in _FAMILIES:
        for count in _PLURALS:
            named = [get_currency_name(c, count, locale).lower().split() for c in (chief, *others)]
            shared = [word for word in named[0] if any(word in other for other in named[1:])]
            for word in shared:
                if len(word) > 3:
                    bare.setdefault(word, chief)
    return bare


def measure_codes() -> frozenset[str]:
    """Every UCUM code measures are given in."""
    return frozenset(_CLDR.values())


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """Every ISO 4217 code the CLDR knows; they are read in capitals."""
    return frozenset(Locale.parse("en").currencies)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse("en")
