"""The database's own refusal to change an edition that is in force or retired."""

import pgtrigger

# Names the violation so that Django sees an IntegrityError.
_REFUSE = "RAISE EXCEPTION 'an edition in force or retired cannot be changed' USING ERRCODE = 'check_violation';"

# Whether a row of the types of places is named by an edition that is no draft.
_IS_NAMED = """
    EXISTS (
        SELECT FROM framework_checklist AS list
        JOIN framework_edition AS edition ON edition.id = list.edition_id
        WHERE list.point_type_id = OLD.id AND edition.state <> 'DRAFT'
    ) OR EXISTS (
        SELECT FROM framework_indicator AS standard
        JOIN framework_edition AS edition ON edition.id = standard.edition_id
        WHERE OLD.code = ANY(standard.point_types) AND edition.state <> 'DRAFT'
    )
"""


def draft_only(edition_of: str = "{row}.edition_id") -> pgtrigger.Trigger:
    """Guard the rows of a table; `edition_of` says in SQL which edition a {row} belongs to."""
    old, new = (edition_of.format(row=row) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="draft_only",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT FROM framework_edition
                WHERE id IN ({old}, {new}) AND state <> 'DRAFT'
            ) THEN {_REFUSE}
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def only_superseded() -> pgtrigger.Trigger:
    """Guard the editions: what is no draft any more can only be retired."""
    return pgtrigger.Trigger(
        name="only_superseded",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF OLD.state = 'DRAFT' THEN
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' THEN {_REFUSE}
            ELSIF NOT (NEW.state = OLD.state OR NEW.state = 'RETIRED')
                OR to_jsonb(NEW) - 'state' - 'retired_on'
                    <> to_jsonb(OLD) - 'state' - 'retired_on'
            THEN {_REFUSE}
            END IF;
            RETURN NEW;
        """,
    )


def names_stay() -> pgtrigger.Trigger:
    """Guard the types of places: what an edition in force or retired calls one is not changed."""
    return pgtrigger.Trigger(
        name="names_stay",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' AND (NEW.code, NEW.name) = (OLD.code, OLD.name) THEN
                RETURN NEW;
            END IF;
            IF {_IS_NAMED} THEN {_REFUSE}
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
