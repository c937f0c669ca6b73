{#
    What the archives hold now, in the form of fingerprint_with_definitions, with an archive_mark each. states: of
    pair_states, of schemas that are swapped. May scan the archives; reads only.
#}
{% macro archived_now(states) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__archived_now", "dbt_wap")(states=states)) -%}
{% endmacro %}
