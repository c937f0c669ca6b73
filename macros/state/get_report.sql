{#
    Return the newest recorded report of a run, in the form of checked_report without sample rows, or none. Reads only.
#}
{% macro get_report(run) %} {%- do return(dbt_wap.stored_report(run)["report"]) -%} {% endmacro %}
