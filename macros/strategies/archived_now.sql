{#
    Return the current fingerprints of the archives, as fingerprint_with_definitions returns them, with an archive_mark
    for each. May scan the archives. Reads only.
#}
{% macro archived_now(states) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__archived_now", "dbt_wap")(states=states)) -%}
{% endmacro %}
