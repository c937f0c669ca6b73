{#
    Return the suffix of a parked view: a cloned view that is renamed while another view takes its place in the
    candidate. Compare it in upper case. Pure.
#}
{% macro parked_suffix() %} {%- do return("__WAP_KEPT") -%} {% endmacro %}
