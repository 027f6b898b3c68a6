"""A county-level city has no district: what the core district has is the city's own."""

_WHOLE = (
    ("示例市公安局交通管理局云溪大队", "云溪市公安局交通警察大队"),
    ("示例市公安局云溪分局", "云溪市公安局"),
    ("示例市规划和自然资源局云溪分局", "云溪市自然资源和规划局"),
    ("示例市生态环境局云溪分局", "云溪市生态环境局"),
    ("云溪公安分局", "市公安局"),
    ("云溪交警大队", "市交警大队"),
    ("规划自然资源云溪分局", "市自然资源和规划局"),
    ("云溪生态环境分局", "市生态环境局"),
    ("示例市云溪区", "云溪市"),
    ("云溪区", "云溪市"),
    ("示例市", "云溪市"),
    ("团区委", "团市委"),
    ("副区长", "副市长"),
)


def of_county(value: object) -> object:
    """Put a cell of a county-level city's tables into its own words: 区教育局 becomes 市教育局."""
    if not isinstance(value, str):
        return value
    for district, county in _WHOLE:
        value = value.replace(district, county)
    return f"市{value[1:]}" if value.startswith("区") else value
