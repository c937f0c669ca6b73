{#
    The entry of a relation with which there is nothing to compare in the candidate: one that dbt did not build
    (`why`), be there a clone of prod's in its place or not, or one that dbt says it built and that is not there.
    before: prod's relation, or none; facts: of gather_facts. Reads only.
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
