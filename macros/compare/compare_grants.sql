{#
    Compare the grants of candidates with those of prod, both from list_grants. moves: [{before, after}], two places;
    the second gets prod's grants (an archive for a rollback, prod itself when grants are verified). declared:
    {relation_name in prod: [privileges]}, decided by dbt's `grants` config in this run; dbt grants to roles only, so
    these privileges are not copied to roles. rebuilt: relation_names in prod of relations that were rebuilt and may
    have new grants; none for all. Return
      apply: rows to grant on the candidate, on relations first and on the schema last;
      revoke: rows that the candidate has and prod lacks: on its schema (schema, future, inherited), and on relations
        that were not rebuilt, whose grants come from the clone and were revoked in prod since;
      extra: rows that only the candidate has and keeps: on rebuilt relations, on what prod does not have, or made by
        the warehouse;
      lost: rows of prod that cannot be applied, with `reason`;
      owners: [{what, before, after}] where the owner would change.
    A row of revoke or extra with `only_option` exists in prod without the grant option. Pure.
#}
{% macro compare_grants(before, after, moves, declared={}, rebuilt=none) %}
    {%- set plan = {"apply": [], "revoke": [], "extra": [], "lost": [], "owners": []} -%}
    {%- set expected = dbt_wap._expected_grants(before, after, moves, plan["lost"]) -%}
    {%- set actual = {} -%}
    {%- for row in after["grants"] -%} {%- do dbt_wap._add_grant(actual, row, row) -%} {%- endfor -%}
    {%- for on in ["relation", "future", "inherited", "schema"] -%}
        {%- for key, want in expected.items() if want["row"]["on"] == on -%}
            {%- set row, held = want["row"], actual.get(key, {}).get("row") -%}
            {%- set lacks = not held or (row["option"] and not held["option"]) -%}
            {%- if lacks and not dbt_wap._is_declared(want["first"], declared) -%}
                {%- do plan["apply"].append(row) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set alike = dbt_wap._names_to_be_alike(before, moves, rebuilt) -%}
    {%- for key, found in actual.items() -%}
        {%- set row, want = found["row"], expected.get(key, {}).get("row") -%}
        {%- set name = dbt_wap.relation_name(row["database"], row["schema"], row["name"]) -%}
        {%- set stays = row["system"] or name not in alike -%}
        {%- if not want -%} {%- do plan["extra" if stays else "revoke"].append(row) -%}
        {%- elif row["option"] and not want["option"] -%}
            {%- do plan["extra" if stays else "revoke"].append(dict(row, only_option=true)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do plan.update({"owners": dbt_wap.owners_that_change(before, after, moves)}) -%}
    {%- do return(plan) -%}
{% endmacro %}

{#
    Return the grants of prod as the candidates should have them: {key: {row, first}}; add those that cannot be applied
    to `lost`. Pure.
#}
{% macro _expected_grants(before, after, moves, lost) %}
    {%- set places, expected = dbt_wap.places_to_get_grants(moves), {} -%}
    {%- for row in before["grants"] -%}
        {%- set nowhere = {"database": row["database"], "schema": none} -%}
        {%- set place = places.get(dbt_wap.relation_name(row["database"], row["schema"]), nowhere) -%}
        {%- set moved = dict(row, database=place["database"], schema=place["schema"]) -%}
        {%- if row["on"] == "relation" and place["schema"] is not none -%}
            {%- set name = dbt_wap.relation_name(place["database"], place["schema"], row["name"]) -%}
            {%- set moved = dict(moved, kind=after["objects"].get(name, {}).get("kind")) -%}
        {%- endif -%}
        {%- set reason = dbt_wap._why_lost(row, moved) -%}
        {%- if reason -%} {%- do lost.append(dict(row, reason=reason)) -%}
        {%- else -%} {%- do dbt_wap._add_grant(expected, moved, row) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(expected) -%}
{% endmacro %}

{# Add a grant. The same grant by several roles counts once, with the option if one of them gave it. Pure. #}
{% macro _add_grant(grants, row, first) %}
    {%- set known = grants.setdefault(dbt_wap.grant_key(row), {"row": dict(row), "first": first}) -%}
    {%- do known["row"].update(
        {"option": known["row"]["option"] or row["option"], "system": known["row"]["system"] and row["system"]}
    ) -%}
{% endmacro %}

{# Return the candidate's relation_names of schemas that prod has and of relations that were not rebuilt. Pure. #}
{% macro _names_to_be_alike(before, moves, rebuilt) %}
    {%- set places, names = dbt_wap.places_to_get_grants(moves), [] -%}
    {%- for key, at in before["objects"].items() if not at["name"] or (rebuilt is not none and key not in rebuilt) -%}
        {%- set place = places.get(dbt_wap.relation_name(at["database"], at["schema"])) -%}
        {%- if place -%}
            {%- do names.append(dbt_wap.relation_name(place["database"], place["schema"], at["name"])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(names) -%}
{% endmacro %}

{# Return why a grant of prod cannot be applied to `moved`, or none. Pure. #}
{% macro _why_lost(row, moved) %}
    {%- if moved["schema"] is none -%} {%- do return("its schema is not in this run") -%} {%- endif -%}
    {%- set fault = dbt_wap.grant_fault(row, moved["kind"]) -%}
    {%- if fault -%} {%- do return(fault) -%} {%- endif -%}
    {%- if row["on"] == "relation" and not moved["kind"] -%}
        {%- do return("the relation no longer exists") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}

{# Return true if dbt's config of the model decides who has this privilege; it names only roles. Pure. #}
{% macro _is_declared(row, declared) %}
    {%- set key = dbt_wap.relation_name(row["database"], row["schema"], row["name"]) -%}
    {%- set privileges = declared.get(key, []) | map("upper") | list -%}
    {%- do return(row["on"] == "relation" and row["to_kind"] == "ROLE" and row["privilege"] | upper in privileges) -%}
{% endmacro %}
