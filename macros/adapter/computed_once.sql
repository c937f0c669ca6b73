{#
    Return the keyword, if any, that follows AS in a common table expression that several parts of a query read, so that
    the engine computes it once. Pure.
#}
{% macro computed_once() %} {%- do return(adapter.dispatch("computed_once", "dbt_wap")()) -%} {% endmacro %}

{% macro default__computed_once() %} {%- do dbt_wap.unsupported("computed_once") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__computed_once() %} {%- do return("materialized") -%} {% endmacro %}

{#
    There is no such keyword. The optimizer decides, so no result may depend on it: an expression must return the same
    rows each time. Atomic: yes, reads nothing.
#}
{% macro snowflake__computed_once() %} {%- do return("") -%} {% endmacro %}
