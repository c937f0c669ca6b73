{#
    Return the empty audit schemas that exist but belong to no leftover run; the new run drops them (dbt creates schemas
    before its on-run-start hooks). Refuse a schema that another run owns, even one that does not exist yet if that run
    is of another environment, or that is not empty. Reads only.
#}
{% macro check_unknown_schemas(state, pairs, test_schemas, leftovers) %}
    {%- set ours = [] -%}
    {%- for run in leftovers -%}
        {%- for place in run["options"].get("test_schemas", []) -%}
            {%- do ours.append(dbt_wap.schema_key(place["database"], place["schema"])) -%}
        {%- endfor -%}
        {%- for state in dbt_wap.pair_states(run) if state["candidate"] == state["audit"] -%}
            {%- do ours.append(dbt_wap.place_key(state, "audit")) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set owners = dbt_wap.schema_owners(state["tables"]) if state["exists"] else {} -%}
    {%- set existing = dbt_wap.schema_keys_of(pairs) -%}
    {%- set empty, tests = [], [] -%}
    {%- for place in test_schemas -%}
        {%- do tests.append({"database": place["database"], "audit": place["schema"], "tests": true}) -%}
    {%- endfor -%}
    {%- for pair in pairs + tests if dbt_wap.place_key(pair, "audit") not in ours -%}
        {%- set owner = owners.get(dbt_wap.place_key(pair, "audit")) -%}
        {%- set exists = dbt_wap.place_key(pair, "audit") in existing -%}
        {%- set foreign = owner and owner["run_id"] not in leftovers | map(attribute="run_id") -%}
        {%- if foreign and (exists or (owner["env"] or "") != dbt_wap.get_var("wap_env")) -%}
            {%- do dbt_wap._refuse_owned(pair["audit"], owner) -%}
        {%- elif exists and not pair.get("tests") and dbt_wap.list_relations(dbt_wap.locate([pair], "audit")) -%}
            {%- do dbt_wap.refuse(
                "clone",
                'the schema "' ~ pair["audit"] ~ '" exists, but no open run of '
                ~ dbt_wap.describe_scope() ~ " created it",
                next="wap run, after you drop that schema or set another wap_audit_prefix",
            ) -%}
        {%- endif -%}
        {%- if exists and not pair.get("tests") -%}
            {%- do empty.extend(dbt_wap.locate([pair], "audit")) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(empty) -%}
{% endmacro %}

{# Refuse (code locked) a schema that another run created. `owner`: a value of schema_owners. #}
{% macro _refuse_owned(schema, owner) %}
    {%- do dbt_wap.refuse(
        "clone",
        'the schema "' ~ schema ~ '" belongs to run ' ~ owner["run_id"] ~ " of project " ~ owner["project"]
        ~ ", target " ~ owner["target"] ~ " (" ~ owner["place"] ~ ")"
        ~ (", environment " ~ owner["env"] if owner["env"] else ""),
        next="wap status " ~ owner["run_id"] ~ " --target " ~ owner["target"]
        ~ "; or wap run with another " ~ ("--env" if dbt_wap.get_var("wap_env") else "var wap_audit_prefix"),
        code="locked",
    ) -%}
{% endmacro %}
