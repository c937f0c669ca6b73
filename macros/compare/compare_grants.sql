{#
    How the grants of candidates differ from those of prod, both as list_grants gives them. moves: [{before, after}],
    two places, the latter being the schema that is to get prod's grants (an archive at a rollback; prod itself when
    what was promised is checked). declared: {relation_name of the relation in prod: [privileges]}, what the `grants`
    of dbt's config decide in this run: dbt knows roles alone, so of these privileges nothing is replayed to a role.
    rebuilt: the relation_names in prod of what was made anew and so may have got other grants, none for all. Returns
      apply: rows to grant on the candidate, those on relations first and those on the schema last;
      revoke: rows that the candidate has and prod has not: of its schema (schema, future, inherited), and of relations
        that were not rebuilt, whose grants date from the clone and were taken back in prod since;
      extra: rows that only the candidate has and that stay: on what was rebuilt, on what prod does not have at all, or
        made by the warehouse itself;
      lost: rows of prod that cannot apply, with `reason`;
      owners: [{what, before, after}] where the owner would be another.
    A row of revoke or extra with `only_option` is there without the grant option in prod. Pure.
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
    The rows of prod as the candidates should have them, {key: {row, first}}; those that cannot be are put into
    `lost`.
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

{# Several roles may have granted the same: it is one grant, with the option if any of them gave it. #}
{% macro _add_grant(grants, row, first) %}
    {%- set known = grants.setdefault(dbt_wap.grant_key(row), {"row": dict(row), "first": first}) -%}
    {%- do known["row"].update(
        {"option": known["row"]["option"] or row["option"], "system": known["row"]["system"] and row["system"]}
    ) -%}
{% endmacro %}

{# The relation_names in the candidates of the schemas that prod has, and of the relations that were not rebuilt. #}
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

{# Why a row of prod cannot be granted in the place of `moved`, or none. #}
{% macro _why_lost(row, moved) %}
    {%- if moved["schema"] is none -%} {%- do return("its schema is not in this run") -%} {%- endif -%}
    {%- set fault = dbt_wap.grant_fault(row, moved["kind"]) -%}
    {%- if fault -%} {%- do return(fault) -%} {%- endif -%}
    {%- if row["on"] == "relation" and not moved["kind"] -%}
        {%- do return("the relation is gone") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}

{# Whether dbt's config of the model says who has this privilege: it names roles, and no other grantee. #}
{% macro _is_declared(row, declared) %}
    {%- set key = dbt_wap.relation_name(row["database"], row["schema"], row["name"]) -%}
    {%- set privileges = declared.get(key, []) | map("upper") | list -%}
    {%- do return(row["on"] == "relation" and row["to_kind"] == "ROLE" and row["privilege"] | upper in privileges) -%}
{% endmacro %}
