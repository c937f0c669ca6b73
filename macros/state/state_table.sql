{# The qualified name of a state table (runs, events, results, fingerprints, reports, or the lock). #}
{% macro state_table(name) %}
    {%- do return(dbt_wap.relation_name(target.database, dbt_wap.get_var("wap_state_schema"), name)) -%}
{% endmacro %}
