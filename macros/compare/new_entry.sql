{#
    Return an entry of report.json with defaults. `status` will be identical, changed, added, removed,
    unchanged_definition, not_built or missing. relation: from relations_of; node: none if no node builds it. Pure.
#}
{% macro new_entry(relation, node) %}
    {%- do return(
        {
            "database": relation["database"],
            "schema": relation["pair"]["prod"],
            "name": relation["name"],
            "kind": relation["kind"],
            "unique_id": node.unique_id if node else none,
            "status": "identical",
            "not_built": none,
            "key": none,
            "key_origin": none,
            "key_problem": none,
            "duplicates": none,
            "null_keys": none,
            "unreadable": none,
            "compared": "rows",
            "rows": {"before": 0, "after": 0, "added": 0, "removed": 0, "changed": 0},
            "columns": {"added": [], "removed": [], "retyped": [], "changed": {}, "recased": [], "reordered": false},
            "ignored": [],
            "tolerance": {},
            "tolerance_unused": {},
            "filter": none,
            "outside_filter": none,
            "audit_names": {},
            "masked": [],
            "definition_changed": false,
            "definition_changes": {},
            "definition": none,
            "sample": {"added": [], "removed": [], "changed": []},
            "profile": none,
            "segments": none,
            "trend": none,
            "why": none,
            "gate": {},
        }
    ) -%}
{% endmacro %}
