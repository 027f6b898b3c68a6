"""Rhythms, row by row."""

import pytest

from chuangcheng.ledger.extraction.recurrences import recurrence


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("每天清扫一次", "FREQ=DAILY", id="day"),
        pytest.param("每周召开1次例会", "FREQ=WEEKLY", id="week"),
        pytest.param("每月11日组织", "FREQ=MONTHLY;BYMONTHDAY=11", id="day of month"),
        pytest.param("每月5日、20日", "FREQ=MONTHLY;BYMONTHDAY=5,20", id="two days"),
        pytest.param("每月25日前报送", "FREQ=MONTHLY;BYMONTHDAY=25", id="before a day"),
        pytest.param("每月底前报送", "FREQ=MONTHLY;BYMONTHDAY=-1", id="end of month"),
        pytest.param("每月第二个周五", "FREQ=MONTHLY;BYDAY=2FR", id="second friday"),
        pytest.param("每季度通报", "FREQ=MONTHLY;INTERVAL=3", id="quarter"),
        pytest.param("每半年清洗1次", "FREQ=MONTHLY;INTERVAL=6", id="half year"),
        pytest.param("每学期至少1次", "FREQ=MONTHLY;INTERVAL=6", id="term"),
        pytest.param("每年植树", "FREQ=YEARLY", id="year"),
        pytest.param("每年3月开展", "FREQ=YEARLY;BYMONTH=3", id="month of year"),
        pytest.param("每两个月组织一次", "FREQ=MONTHLY;INTERVAL=2", id="two months"),
        pytest.param("每3天巡查", "FREQ=DAILY;INTERVAL=3", id="three days"),
        pytest.param("每旬巡河", "FREQ=DAILY;INTERVAL=10", id="ten days"),
        pytest.param("每周一、三、五检查", "FREQ=WEEKLY;BYDAY=MO,WE,FR", id="weekdays"),
        pytest.param("每周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", id="weekday span"),
        pytest.param("每周六上午", "FREQ=WEEKLY;BYDAY=SA", id="saturday"),
        pytest.param("一季度一次", "FREQ=MONTHLY;INTERVAL=3", id="one a quarter"),
        pytest.param("一周一调度", "FREQ=WEEKLY", id="one a week"),
        pytest.param("按季度通报", "FREQ=MONTHLY;INTERVAL=3", id="by quarter"),
        pytest.param("巡查2次/月", "FREQ=MONTHLY", id="times a month"),
        pytest.param("每周开放时间56小时以上", None, id="opening hours are a target"),
        pytest.param("定期开展检查", None, id="regularly"),
        pytest.param("每个社区建立台账", None, id="each community"),
        pytest.param("每村不少于2名", None, id="each village"),
        pytest.param("实行“日巡查、周调度”机制", None, id="a name"),
        pytest.param("每月45日", "FREQ=MONTHLY", id="impossible day falls back"),
    ],
)
def test_recurrence(text: str, rule: str | None) -> None:
    found = recurrence(text)

    assert (found.rule if found else None) == rule
