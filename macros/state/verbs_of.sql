{#
    Return the verbs (audit, approve, reject, publish, rollback, discard) that may act on a run, by the table of
    statuses. A run with a damaged record can only be rolled back if it reached prod, and discarded otherwise. Pure.
#}
{% macro verbs_of(run) %}
    {%- if run["damage"] -%}
        {%- do return(["rollback" if dbt_wap.has_reached_prod(run) else "discard"]) -%}
    {%- endif -%}
    {%- if run["rolling_back"] -%} {%- do return(["rollback"]) -%} {%- endif -%}
    {%- do return(dbt_wap.statuses()[run["status"]]["may"]) -%}
{% endmacro %}
