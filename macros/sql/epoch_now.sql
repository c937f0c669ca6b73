{# Return SQL for the current time of the warehouse, in whole seconds since 1970. Pure. #}
{% macro epoch_now() %} {%- do return(adapter.dispatch("epoch_now", "dbt_wap")()) -%} {% endmacro %}

{% macro default__epoch_now() %} {%- do dbt_wap.unsupported("epoch_now") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__epoch_now() -%} cast(floor(epoch(now())) as bigint) {%- endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__epoch_now() -%} date_part(epoch_second, current_timestamp()) {%- endmacro %}
