{#
    Return the keys of relations that the project writes or reads but does not build, as {key: true}: stored test
    failures, and sources if a publish leaves them alone. Pure.
#}
{% macro unbuilt_keys() %} {%- do return(dbt_wap.project_facts()["unbuilt"]) -%} {% endmacro %}
