{#
    The statements that drop the candidate of a run, with what its tests have stored; prod and archives are not touched. A run
    that has ended has none: schemas of these names are another run's.
#}
{% macro drop_candidate_statements(run, states=none) %}
    {%- set statements = [] -%}
    {%- if run.get("status") in ["published", "rolled_back", "discarded"] -%}
        {%- do return([]) -%}
    {%- endif -%}
    {%- for state in states or dbt_wap.pair_states(run) if state["candidate"] == state["audit"] -%}
        {%- do statements.append(
            "drop schema if exists " ~ dbt_wap.relation_name(state["database"], state["audit"]) ~ " cascade"
        ) -%}
    {%- endfor -%}
    {%- for schema in run["options"].get("test_schemas", []) -%}
        {%- do statements.append(
            "drop schema if exists " ~ dbt_wap.relation_name(schema["database"], schema["schema"]) ~ " cascade"
        ) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
