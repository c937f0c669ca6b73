{#
    Return what a publish does to each pair, based on the recorded report and on what changed in prod since: [{database,
    prod, source, archive, items: [{key, name, action: create|replace|drop, before_kind, after_kind, view: as in
    definitions_in_prod_names}], left_out: [relation]}]. Refuse if a relation of the project is missing from the
    candidate. Reads only.
#}
{% macro publish_plan(pairs, report, drift) %}
    {%- set now = {} -%}
    {%- for relation in dbt_wap.relations_of(pairs, "prod") -%}
        {%- do now.update({relation["key"]: relation["kind"]}) -%}
    {%- endfor -%}
    {%- set definitions = dbt_wap.definitions_in_prod_names(pairs, "audit") -%}
    {%- set plan, changing, moves = dbt_wap._empty_plan(pairs), [], ["create", "replace", "drop"] -%}
    {%- for entry, key in zip(report["relations"], dbt_wap.relation_keys(report["relations"])) -%}
        {%- if entry["publish"] in ["missing", "not_built"] -%} {%- do dbt_wap._refuse_missing(entry) -%}
        {%- elif entry["publish"] in moves or key in drift -%} {%- do changing.append([entry, key]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for entry, key in changing -%}
        {%- set mine = plan.get(dbt_wap.schema_key(entry["database"], entry["schema"])) -%}
        {%- set action = dbt_wap._action_now(entry, key in now, key in drift) -%}
        {%- if action and mine -%}
            {%- do mine["items"].append(
                {
                    "key": key,
                    "name": entry["name"],
                    "action": action,
                    "before_kind": now.get(key),
                    "after_kind": none if action == "drop" else entry["kind"],
                    "view": definitions.get(key),
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(plan.values() | list) -%}
{% endmacro %}

{# Return a plan that changes nothing: {schema key of prod: its part for one pair}. Reads only. #}
{% macro _empty_plan(pairs) %}
    {%- set plan = {} -%}
    {%- for pair in pairs -%}
        {%- set mine = {"database": pair["database"], "prod": pair["prod"], "source": pair["audit"]} -%}
        {%- set mine = dict(mine, archive=pair["archive"], items=[], left_out=[]) -%}
        {%- if "seen" in pair -%} {%- do mine.update({"seen": pair["seen"]}) -%} {%- endif -%}
        {%- do plan.update({dbt_wap.schema_key(pair["database"], pair["prod"]): mine}) -%}
    {%- endfor -%}
    {%- for relation in dbt_wap.failure_relations(pairs, "audit") -%}
        {%- for mine in plan.values() if mine["database"] == relation["database"] -%}
            {%- if mine["source"] == relation["schema"] -%}
                {%- do mine["left_out"].append(relation) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(plan) -%}
{% endmacro %}

{% macro _refuse_missing(entry) %}
    {%- do dbt_wap.refuse(
        "publish",
        entry["schema"] ~ "." ~ entry["name"] ~ " is missing from the candidate",
        next="wap run --supersede",
        code="blocked",
    ) -%}
{% endmacro %}

{#
    Return the action for an entry of the report: create, replace, drop or none. If a relation changed in prod, the
    candidate's version replaces it too. Pure.
#}
{% macro _action_now(entry, exists, moved) %}
    {%- if entry["status"] == "removed" -%}
        {%- do return("drop" if entry["publish"] == "drop" and exists else none) -%}
    {%- endif -%}
    {%- if not moved and entry["publish"] not in ["create", "replace"] -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- do return("replace" if exists else "create") -%}
{% endmacro %}
