"""The database's own refusal to change an edition that is in force or retired."""

import pgtrigger

# Names the violation so that Django sees an IntegrityError.
_REFUSE = "RAISE EXCEPTION 'an edition in force or retired cannot be changed' USING ERRCODE = 'check_violation';"


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
