"""Values of pyarrow as the lab shows them."""

import datetime
import decimal
import math


def as_json(value, of_bytes=lambda _: None, is_inside=False):
    """What a row of JSON lines would hold: large integers as text, no NaN, no bytes."""
    if isinstance(value, (list, tuple)):
        return [as_json(one, of_bytes, is_inside) for one in value]
    if isinstance(value, dict):
        members = {key: as_json(inner, of_bytes, True) for key, inner in value.items()}
        # pyarrow gives all structs of a column the same members.
        return {key: inner for key, inner in members.items() if not is_inside or inner is not None}
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, decimal.Decimal):
        number = float(value)
        same = repr(number) == str(value) and not str(value).endswith(".0")
        return number if same else str(value)
    if isinstance(value, (datetime.datetime, datetime.time)):
        text = value.replace(tzinfo=None).isoformat(timespec="milliseconds")
        micros = f"{value.microsecond % 1000:03}".rstrip("0")
        return text + micros + ("Z" if value.tzinfo else "")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return of_bytes(value)
    raise TypeError(type(value))
