{# Return every form in which the engine may store names that a user typed. Pure. #}
{% macro folded_names(names) %}
    {%- do return(dbt_wap.fold_names(names | list + dbt_wap.stored_names(names))) -%}
{% endmacro %}
