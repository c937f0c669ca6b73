{#
    Build the statements that drop the candidate of a run and the failures that its tests stored. Prod and archives do
    not change. Return [] for a run that has ended, because schemas with these names belong to another run. Reads only.
#}
{% macro drop_candidate_statements(run, states=none) %}
    {%- if run.get("status") in ["published", "rolled_back", "discarded"] -%}
        {%- do return([]) -%}
    {%- endif -%}
    {%- set left = [] -%}
    {%- for state in states or dbt_wap.pair_states(run) if state["candidate"] == state["audit"] -%}
        {%- do left.append(state) -%}
    {%- endfor -%}
    {%- set statements = dbt_wap.drop_statements(dbt_wap.locate(left, "audit")) -%}
    {%- do return(statements + dbt_wap.drop_schemas_statements(run["options"].get("test_schemas", []))) -%}
{% endmacro %}
