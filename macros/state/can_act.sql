{#
    Return true if a verb (audit, approve, reject, publish, rollback, discard) may act on a run, by the table of
    statuses. A run with a damaged record can only be rolled back if it reached prod, and discarded otherwise. Pure.
#}
{% macro can_act(run, verb) %}
    {%- if run["damage"] -%}
        {%- do return(verb == ("rollback" if dbt_wap.has_reached_prod(run) else "discard")) -%}
    {%- endif -%}
    {%- if run["rolling_back"] -%} {%- do return(verb == "rollback") -%} {%- endif -%}
    {%- do return(verb in dbt_wap.statuses()[run["status"]]["may"]) -%}
{% endmacro %}
