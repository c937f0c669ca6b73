{#
    Return the report.json entry of a relation that is missing from the candidate: dbt did not build it (`why`; a clone
    of prod's may be in its place), or dbt reports that it built it but it does not exist. before: prod's relation, or
    none; facts: from gather_facts. Reads only.
#}
{% macro absent_entry(before, node, why, facts) %}
    {%- set place = dbt_wap.prod_place_of(node) -%}
    {%- set kind = "view" if node.config.materialized == "view" else "table" -%}
    {%- set entry = dbt_wap.new_entry(before or dict(place, kind=kind, pair={"prod": place["schema"]}), node) -%}
    {%- set known = facts["fingerprints"]["before"].get(before["key"], {}).get("rows") if before else 0 -%}
    {%- set rows = {"before": known, "after": none, "added": none, "removed": none, "changed": none} -%}
    {%- do entry.update({"status": "not_built" if why else "missing", "not_built": why, "rows": rows}) -%}
    {%- do return(entry) -%}
{% endmacro %}
