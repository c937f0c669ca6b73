{#
    Return the statements that drop the candidate of an unpublished run and record the run as discarded, with a reason
    if there is one. Without transactions, they first record that dropping begins. Reads only.
#}
{% macro discard_statements(run, context, reason=none) %}
    {%- set begins, statements = [], dbt_wap.drop_candidate_statements(run) -%}
    {%- set told = {"reason": reason} if reason else {} -%}
    {%- if dbt_wap.strategy_traits()["atomic"] != "all" -%}
        {%- do begins.append(dbt_wap.event_statement(run, "discarding", context, told)) -%}
    {%- endif -%}
    {%- do statements.append(dbt_wap.event_statement(run, "discarded", context, told)) -%}
    {%- do return(begins + statements) -%}
{% endmacro %}
