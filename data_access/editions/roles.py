"""The two roles behind every edition: one prepares, another approves."""

from data_access.editions.errors import EditionError

_LONGEST_ROLE = 120


def refuse_roles(prepared_by: str, approved_by: str) -> None:
    """Raise unless the two roles can be written down and are different.

    Raises:
        EditionError: a role is missing, too long, more than a line, or both are the same.
    """
    for role in (prepared_by, approved_by):
        if len(role) > _LONGEST_ROLE or not role.isprintable() or role != role.strip():
            raise EditionError(f"A role is one line of at most {_LONGEST_ROLE} characters without spaces around it.")
    if not prepared_by:
        raise EditionError("The preparing role is empty: name the role, not the person, that prepared this.")
    if " ".join(prepared_by.casefold().split()) == " ".join(approved_by.casefold().split()):
        raise EditionError("The same role cannot prepare and approve: a second role must look at it.")
