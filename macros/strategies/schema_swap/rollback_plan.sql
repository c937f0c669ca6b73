{# The schema with old prod gets prod's name again, as a whole. Atomic: yes, one SHOW per database. #}
{% macro snowflake__schema_swap__rollback_plan(run) %}
    {%- set plan = [] -%}
    {%- for state in dbt_wap.pair_states(run) if state["swapped"] and state["old"] -%}
        {%- do plan.append(dict(state, source=state["old"], items=[], left_out=[])) -%}
    {%- endfor -%}
    {%- do return(plan) -%}
{% endmacro %}
